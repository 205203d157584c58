package dev.devsync.target.docker;

/// What an engine says of itself.
///
/// @param engine its version, as in `28.5.2`
/// @param api the newest version of its API, which is the one that we speak, as in `1.51`
/// @param platform what it runs on, as in `linux/amd64`
public record EngineVersion(String engine, String api, String platform) {

    @Override
    public String toString() {
        return "Engine " + engine + " (API " + api + ", " + platform + ")";
    }
}
