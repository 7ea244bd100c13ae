"""Why a file could not be read or written, in Chinese."""

import errno


def why_unreadable(error: OSError) -> str:
    """Return the reason as a clause that ends without a full stop."""
    match error:
        case FileNotFoundError():
            return "没有这个文件"
        case PermissionError():
            return "没有读取权限"
        case IsADirectoryError():
            return "它是文件夹，不是文件"
    return error.strerror or str(error)


def why_unwritable(error: OSError) -> str:
    """Return the reason as a clause that ends without a full stop."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满"
    match error:
        case PermissionError():
            return "没有写入权限"
        case FileNotFoundError() | NotADirectoryError():
            return "没有这个文件夹"
        case IsADirectoryError():
            return "它是文件夹，不是文件"
    return error.strerror or str(error)
