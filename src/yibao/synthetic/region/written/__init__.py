"""A region in files (写成文件): piece by piece, by several processes, whole or not at all."""
