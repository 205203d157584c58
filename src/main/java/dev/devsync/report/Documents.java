package dev.devsync.report;

import java.util.List;

/// Shows the results of commands that look once.
public sealed interface Documents permits TextDocuments, JsonDocuments {

    void verdicts(List<Verdict> verdicts);

    void status(Status status);

    void checks(List<Check> checks);

    void plans(List<PlanSummary> plans);

    void histories(List<RungHistory> histories);

    void cleanups(List<Cleanup> cleanups);
}
