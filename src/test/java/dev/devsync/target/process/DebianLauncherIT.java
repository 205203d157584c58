package dev.devsync.target.process;

class DebianLauncherIT extends ExecLauncherContract {
    DebianLauncherIT() {
        super("debian");
    }
}
