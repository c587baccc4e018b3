"""Read QTI 1.2 as Canvas, Respondus and Blackboard write it."""
