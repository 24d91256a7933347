(builtin realpath -s (status dirname)/.. | string collect)
