"""Read questions as people type them in Chinese offices: numbered lines, lettered options, 答案 and 解析."""
