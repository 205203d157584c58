package dev.devsync.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A small program in each container that says what it sees, a line each, over one exec that stays open. It is told
/// nothing by what is measured: what it reports is what an app there would see, contents included.
///
/// It looks every half a millisecond and sleeps in between. A reader that spins would be exact to the microsecond and
/// take the processor away from what is measured; shells cannot sleep that short, perl is in every Debian image.
final class Witness implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Three programs, by the first word:
    ///
    /// - `line FILE` prints the first line of a file whenever it is another one and the last line is the same.
    /// - `written FOLDER FILES BYTES TAG` prints `all` once every file of a [SourceTree] is there.
    /// - `gone FOLDER FILES` prints `all` once none of them is there.
    ///
    /// The first ends with the line `bye`. What the others have seen once they do not look at again, so
    /// that looking stays cheap however many files there are.
    private static final String PROGRAM = """
            use strict; $| = 1;
            my ($mode, $folder, $files, $size, $tag) = @ARGV;
            my $end = time + 300;
            sub path { my $i = shift; "$folder/d" . int($i / 100) . "/f$i" }
            sub line { my $f = shift; my $l = <$f>; defined $l ? $l : "" }
            my %done = (
              written => sub {
                my $i = shift;
                open(my $f, "<", path($i)) or return 0;
                -s $f == $size and line($f) eq "$tag $i\\n";
              },
              gone => sub { !lstat(path(shift)) },
            );
            print "ready\\n";
            my ($i, $last) = (0, "");
            while (time < $end and $last ne "bye\\n") {
              if ($mode eq "line") {
                if (open(my $f, "<", $folder)) {
                  my $first = line($f);
                  if ($first ne "" and $first ne $last and seek($f, -length($first), 2) and line($f) eq $first) {
                    print $last = $first;
                  }
                }
              } else {
                $i++ while $i < $files and $done{$mode}->($i);
                if ($i == $files) { print "all\\n"; exit }
              }
              select(undef, undef, undef, 0.0005);
            }""";

    /// One of the programs.
    private static final class Eye {
        private final AgentChannel channel;
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        Eye(AgentChannel channel) {
            this.channel = channel;
            Thread.ofPlatform().daemon().name("witness").start(this::listen);
        }

        private void listen() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(channel.output(), UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    seen.add(line);
                }
            } catch (IOException e) {
                seen.add("the stream broke: " + e.getMessage());
            }
        }

        void await(String word) throws IOException, InterruptedException {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (true) {
                String line = seen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new IOException(
                            "the container did not show \"" + word + "\" within " + LIMIT.toSeconds() + " s");
                }
                if (line.equals(word)) {
                    return;
                }
            }
        }
    }

    private final List<Eye> eyes = new ArrayList<>();

    private Witness() {}

    /// Reports the first line of a file, as soon as the file is whole.
    static Witness ofLine(List<AgentTransport> containers, String file)
            throws TargetException, IOException, InterruptedException {
        return start(containers, List.of("line", file));
    }

    /// Reports when all files of a tree are there.
    static Witness ofWritten(List<AgentTransport> containers, String folder, SourceTree tree)
            throws TargetException, IOException, InterruptedException {
        return start(
                containers,
                List.of("written", folder, Integer.toString(tree.files()), Integer.toString(tree.bytes()), tree.tag()));
    }

    /// Reports when no file of a tree is there any more.
    static Witness ofGone(List<AgentTransport> containers, String folder, SourceTree tree)
            throws TargetException, IOException, InterruptedException {
        return start(containers, List.of("gone", folder, Integer.toString(tree.files())));
    }

    private static Witness start(List<AgentTransport> containers, List<String> arguments)
            throws TargetException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("perl", "-e", PROGRAM));
        command.addAll(arguments);
        Witness witness = new Witness();
        for (AgentTransport container : containers) {
            witness.eyes.add(new Eye(container.start(command)));
        }
        witness.await("ready");
        return witness;
    }

    /// Waits until the programs of all containers have said this.
    void await(String word) throws IOException, InterruptedException {
        for (Eye eye : eyes) {
            eye.await(word);
        }
    }

    @Override
    public void close() {
        eyes.forEach(eye -> eye.channel.close());
    }
}
