"""What a question is: the protocol of its kinds, the form that authors fill in, responses, and comparisons."""
