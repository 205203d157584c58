package dev.devsync.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportersTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private static final ReactionEvent.Place PLACE = new ReactionEvent.Place("api", "shop-api-1");
    private static final TargetName API = new TargetName("api", "shop-api-1", "/app");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String console(Style style, Event... events) {
        Reporter reporter =
                new ConsoleReporter(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), style, CLOCK);
        List.of(events).forEach(reporter::on);
        // The time of day depends on where the test runs.
        return out.toString(UTF_8).replaceAll("(?m)^(\u001b\\[2m)?\\d\\d:\\d\\d:\\d\\d(\u001b\\[0m)? ", "");
    }

    private static DeltaSummary summary(String... paths) {
        Tree tree = Tree.EMPTY;
        for (String path : paths) {
            tree = tree.with(RelativePath.of(path), new Entry.File(1500, 1, 0644));
        }
        return DeltaSummary.of(Delta.between(Tree.EMPTY, tree));
    }

    static List<Event> events() {
        DeltaSummary delta = summary("a.txt");
        PathProblem problem = new PathProblem(RelativePath.of("x\ny"), PathProblem.Kind.REFUSED, "busy");
        return List.of(
                new Event.SourceReady("api", "/home/me", 3, 4500, Duration.ofMillis(12)),
                new Event.Waiting("api", "there is no container shop"),
                new Event.Connected(API, "sh agent, busybox tar", List.of("weak")),
                new Event.FillProgress(API, 1, 2, 3, 4),
                new Event.CaughtUp(API, delta, 3, Duration.ofMillis(89)),
                new Event.Synced("api", "/app", delta, 1, 1, 7, Duration.ofNanos(3_900_000)),
                new Event.Relayed(API, 3, 1, 2, Duration.ofMillis(20), List.of("api-2 is full")),
                new Event.PathTrouble("shop-api-1:/app", problem),
                new Event.PathRecovered("shop-api-1:/app", RelativePath.of("x")),
                new Event.Trouble("engine", "gone", "wait"),
                new Event.Recovered("engine", "back"),
                new Event.Gone(API, "its container does not run any more"),
                new Event.Halted("api", "/home/me", "has vanished", "Put the files back."),
                new Event.Resumed("api", "/home/me"),
                new Event.Drift(
                        API,
                        Event.Drift.What.CHANGED,
                        Event.Drift.Outcome.LEFT,
                        List.of(RelativePath.of("a"), RelativePath.of("b\u001b[31m"))),
                new Event.Reaction(new ReactionEvent.Signalled(PLACE, "HUP")),
                new Event.Note("api", "a remark"));
    }

    static List<Event> reactions() {
        PlanSummary plan = new PlanSummary(
                "api",
                "build",
                List.of("go mod download"),
                List.of(new PlanSummary.Decision("a.go", "build", "no rule matches")),
                List.of(new PlanSummary.PassedOver("restart", "it would not be enough")),
                Duration.ofMillis(120));
        return Stream.<ReactionEvent>of(
                        new ReactionEvent.Planned(PLACE, plan),
                        new ReactionEvent.StepStarted(PLACE, ReactionEvent.Kind.BUILD, "go build", "a.go changed"),
                        new ReactionEvent.StepEnded(
                                PLACE, ReactionEvent.Kind.BUILD, "go build", Duration.ofMillis(800), null, false),
                        new ReactionEvent.StepEnded(
                                PLACE, ReactionEvent.Kind.EXEC, "false", Duration.ofMillis(3), "exit code 1", true),
                        new ReactionEvent.StepCancelled(PLACE, ReactionEvent.Kind.BUILD, "go build"),
                        new ReactionEvent.Output(PLACE, ReactionEvent.Kind.APP, "listening\u001b[2J"),
                        new ReactionEvent.AppStarted(PLACE, 42, true),
                        new ReactionEvent.AppStopped(PLACE, Duration.ofMillis(5), true),
                        new ReactionEvent.AppReady(
                                PLACE,
                                "build",
                                ReactionEvent.Since.SAVE,
                                Duration.ofMillis(900),
                                Map.of("build", Duration.ofMillis(800))),
                        new ReactionEvent.AppNotReady(
                                PLACE, Duration.ofSeconds(30), "nothing listens on port 8080", List.of("oops")),
                        new ReactionEvent.AppEnded(PLACE, "exit code 2", List.of("boom"), "waiting"),
                        new ReactionEvent.Signalled(PLACE, "HUP"),
                        new ReactionEvent.Reload(PLACE))
                .<Event>map(Event.Reaction::new)
                .toList();
    }

    @Test
    void every_kind_of_reaction_is_among_those_tested() {
        assertThat(reactions().stream()
                        .map(event -> ((Event.Reaction) event).what().getClass())
                        .distinct())
                .hasSize(ReactionEvent.class.getPermittedSubclasses().length);
    }

    @ParameterizedTest
    @MethodSource("reactions")
    void reactions_send_no_control_characters_to_terminals(Event event) {
        console(Style.PLAIN, event);
        assertThat(out.toString(UTF_8) + err.toString(UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void an_app_s_colours_are_kept_where_colours_are_wanted() {
        Event event = new Event.Reaction(
                new ReactionEvent.Output(PLACE, ReactionEvent.Kind.APP, "\u001b[31mred\u001b[0m \u001b[2Jx\ty"));
        assertThat(console(Style.PLAIN, event)).isEqualTo("shop-api-1 | red \\x1b[2Jx\ty" + System.lineSeparator());
        out.reset();
        assertThat(console(Style.COLOUR, event)).contains("\u001b[31mred\u001b[0m \\x1b[2Jx\ty");
    }

    @Test
    void a_failed_build_says_how_and_that_the_old_app_goes_on() {
        console(
                Style.PLAIN,
                new Event.Reaction(new ReactionEvent.StepEnded(
                        PLACE, ReactionEvent.Kind.BUILD, "go build", Duration.ofMillis(800), "exit code 1", true)));
        assertThat(err.toString(UTF_8))
                .contains("build failed: exit code 1", "go build", "The app from before goes on running.");
    }

    @ParameterizedTest
    @MethodSource({"events", "reactions"})
    void every_event_is_one_line_of_json(Event event) throws Exception {
        new JsonReporter(new PrintStream(out, true, UTF_8), CLOCK).on(event);
        String text = out.toString(UTF_8);
        assertThat(text.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(text);
        assertThat(json.path("event").asText()).isNotEmpty();
        assertThat(json.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void every_kind_of_event_is_among_those_tested() {
        assertThat(events().stream().map(Object::getClass).distinct())
                .hasSize(Event.class.getPermittedSubclasses().length);
    }

    @Test
    void a_delta_says_what_how_much_to_how_many_and_how_long() {
        assertThat(console(
                        Style.PLAIN,
                        new Event.Synced(
                                "api", "/app", summary("src/a", "src/b"), 3, 3, 7, Duration.ofNanos(3_900_000))))
                .isEqualTo("api synced src and 2 others (2 files, 3.0 kB, 1 folder) -> 3 targets, 3.9 ms"
                        + System.lineSeparator());
    }

    @Test
    void trouble_goes_to_standard_error_with_its_advice() {
        assertThat(console(Style.PLAIN, new Event.Trouble("shop:/app", "is not writable", "Set owner.")))
                .isEmpty();
        assertThat(err.toString(UTF_8)).contains("problem: shop:/app: is not writable", "Set owner.");
    }

    @Test
    void a_progress_bar_moves_on_terminals_only() {
        Event progress = new Event.FillProgress(API, 50, 100, 0, 0);
        console(Style.PLAIN, progress);
        assertThat(err.toString(UTF_8)).isEmpty();
        console(Style.TERMINAL, progress, new Event.Note("api", "done"));
        assertThat(err.toString(UTF_8)).contains("[############............]").endsWith("\r\u001b[K");
    }

    @Test
    void colour_only_where_it_is_wanted() {
        Event event = new Event.Waiting("api", "x");
        assertThat(console(Style.TERMINAL, event)).doesNotContain("\u001b");
        out.reset();
        assertThat(console(Style.COLOUR, event)).contains("\u001b[33m");
    }

    @Test
    void control_characters_in_names_never_reach_the_terminal() {
        Event event = new Event.PathTrouble(
                "c:/app", new PathProblem(RelativePath.of("a\u001b[2J"), PathProblem.Kind.REFUSED, "b\u001b[2J"));
        console(Style.PLAIN, event);
        assertThat(err.toString(UTF_8)).doesNotContain("\u001b").contains("a\\x1b[2J: b\\x1b[2J");
    }

    @Test
    void a_weakness_is_told_once() {
        Event connected = new Event.Connected(API, "sh agent", List.of("weak"));
        assertThat(console(Style.PLAIN, connected, connected).lines().filter(line -> line.contains("weak")))
                .hasSize(1);
    }

    @Test
    void numbers_read_well() {
        assertThat(List.of(Quantity.bytes(999), Quantity.bytes(1000), Quantity.bytes(999_600), Quantity.bytes(12_345)))
                .containsExactly("999 B", "1.0 kB", "1.0 MB", "12 kB");
        assertThat(List.of(Quantity.count(1, "file"), Quantity.count(1234, "file"), Quantity.count(2, "entry")))
                .containsExactly("1 file", "1,234 files", "2 entries");
        assertThat(List.of(
                        Quantity.time(Duration.ofNanos(800_000)),
                        Quantity.time(Duration.ofMillis(12)),
                        Quantity.time(Duration.ofMillis(1250)),
                        Quantity.time(Duration.ofSeconds(200))))
                .containsExactly("0.8 ms", "12 ms", "1.25 s", "3 min 20 s");
    }

    @Test
    void cleanupsAsTextAndAsJson() throws Exception {
        List<Cleanup> cleanups = List.of(
                new Cleanup("api", "shop-api-1", List.of("/.devsync-toolbox"), List.of()),
                new Cleanup("api", "shop-api-2", List.of(), List.of(new Cleanup.Kept("/srv/.devsync-app", "busy"))),
                new Cleanup("web", "shop-web-1", List.of(), List.of()));
        new TextDocuments(new PrintStream(out, true, UTF_8), Style.PLAIN, CLOCK).cleanups(cleanups);
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        removed api: shop-api-1:/.devsync-toolbox
                        kept    api: shop-api-2:/srv/.devsync-app: busy
                        clean   web: shop-web-1
                        """);
        out.reset();
        new JsonDocuments(new PrintStream(out, true, UTF_8)).cleanups(cleanups);
        JsonNode document = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(document).hasSize(3);
        assertThat(document.at("/0/removed/0").asText()).isEqualTo("/.devsync-toolbox");
        assertThat(document.at("/1/kept/0/why").asText()).isEqualTo("busy");
    }
}
