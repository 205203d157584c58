package dev.devsync.cli;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.PlanSummary;
import dev.devsync.report.Verdict;
import dev.devsync.session.Buildable;
import dev.devsync.session.Session;
import dev.devsync.session.Verification;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// What single keys do while `devsync up` runs. Each is answered, also where there is nothing to do.
final class KeyActions {

    private static final String HELP = "keys: r restart, b build, v verify, e explain the last change, h help, q quit";
    private static final String HELP_WITHOUT_APPS = "keys: v verify, h help, q quit";

    private final Common common;
    private final Project project;
    private final Session session;
    private final List<Service> chosen;

    KeyActions(Common common, Project project, Session session, List<Service> chosen) {
        this.common = common;
        this.project = project;
        this.session = session;
        this.chosen = chosen;
    }

    Map<Character, Runnable> byKey() {
        return Map.of(
                'r', this::restart,
                'b', this::build,
                'v', this::verify,
                'e', this::explain,
                'q', () -> System.exit(ExitCode.DONE.number()),
                'h', this::help,
                '?', this::help);
    }

    void help() {
        out().println(reacts() ? HELP : HELP_WITHOUT_APPS);
    }

    private PrintStream out() {
        return common.surroundings().out();
    }

    private boolean reacts() {
        return chosen.stream().anyMatch(service -> !service.reactions().isEmpty());
    }

    private void restart() {
        if (session.restart(List.of()) == 0) {
            out().println(
                            reacts()
                                    ? "nothing to restart: no container is running"
                                    : "nothing to restart: no service has `run` or rules");
        }
    }

    private void build() {
        if (session.rebuild(List.of()) == 0) {
            boolean buildable = chosen.stream().anyMatch(service -> Buildable.of(service) != Buildable.NOTHING);
            out().println(
                            buildable
                                    ? "nothing to build in: no container is running"
                                    : "nothing to build: no service has `build` or a rule with `action: rebuild`");
        }
    }

    private void explain() {
        List<PlanSummary> plans = session.lastPlans();
        if (plans.isEmpty()) {
            out().println("nothing to explain: nothing has changed in a running container yet");
        } else {
            common.documents().plans(plans);
        }
    }

    private void verify() {
        try {
            List<Verdict> verdicts = new Verification(common.engines(), project.toolbox()).run(chosen);
            if (verdicts.isEmpty()) {
                out().println("nothing to verify: no container is running");
            } else {
                common.documents().verdicts(verdicts);
            }
        } catch (Exception e) { // a key must not end the keys
            new Failures(common.surroundings().err()).report(e, Failures.Verbosity.NORMAL);
        }
    }
}
