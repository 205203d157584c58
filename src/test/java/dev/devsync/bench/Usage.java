package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What a process and its children use, as Linux tells.
record Usage(List<ProcessHandle> processes) {

    static Usage of(ProcessHandle process) {
        return new Usage(
                Stream.concat(Stream.of(process), process.descendants()).toList());
    }

    /// Processor time so far, that of children that have ended included.
    Duration processor() throws IOException {
        long ticks = 0;
        for (ProcessHandle process : processes) {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // What follows the name in brackets, which may hold spaces: state, parent, …, utime, stime, cutime, cstime.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields.get(i));
            }
        }
        return Duration.ofMillis(ticks * 10); // USER_HZ is 100 on all that matters here
    }

    /// Resident memory, shared pages shared out (PSS).
    double megabytes() throws IOException {
        return sum("smaps_rollup", "Pss:");
    }

    /// The most that was ever resident, shared pages included.
    double peakMegabytes() throws IOException {
        return sum("status", "VmHWM:");
    }

    private double sum(String file, String key) throws IOException {
        double kilobytes = 0;
        for (ProcessHandle process : processes) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file))) {
                if (line.startsWith(key)) {
                    kilobytes += Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes / 1024;
    }
}
