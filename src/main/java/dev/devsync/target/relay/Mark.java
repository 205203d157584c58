package dev.devsync.target.relay;

/// What a message begins with.
enum Mark {
    // What a connection is for.
    WRITE('W'),
    LOOK('L'),
    FOLLOW('F'),
    COMPARE('V'),
    PING('P'),

    // What is asked of a folder.
    CHECK('c'),
    SCAN('s'),
    LIST('k'),
    DIGESTS('d'),
    APPLY('a'),
    RECORD('r'),
    COMPLETED('m'),
    PASSED_ON('w'),

    // How the relay answers.
    /// What was asked for follows.
    DONE('o'),
    /// It did not work; why follows.
    TROUBLE('e'),
    /// It takes a while; another mark follows.
    PATIENCE('.'),
    /// The token is wrong.
    STRANGER('!');

    private final char code;

    Mark(char code) {
        this.code = code;
    }

    char code() {
        return code;
    }

    /// @throws IllegalArgumentException if there is none with that code
    static Mark of(int code) {
        for (Mark mark : values()) {
            if (mark.code == code) {
                return mark;
            }
        }
        throw new IllegalArgumentException("message " + code + " is not known");
    }
}
