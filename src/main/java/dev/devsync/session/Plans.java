package dev.devsync.session;

import dev.devsync.config.Step;
import dev.devsync.react.Plan;
import dev.devsync.report.PlanSummary;

/// Plans as they are shown.
final class Plans {

    private Plans() {}

    static PlanSummary summary(String service, Plan plan) {
        return new PlanSummary(
                service,
                plan.action().keyword(),
                plan.execs().stream().map(Step::text).toList(),
                plan.decisions().stream()
                        .map(each -> new PlanSummary.Decision(
                                each.path().isRoot() ? "" : each.path().display(),
                                each.action().keyword(),
                                each.because()))
                        .toList(),
                plan.passedOver().stream()
                        .map(each -> new PlanSummary.PassedOver(each.action().keyword(), each.because()))
                        .toList(),
                plan.expected().orElse(null));
    }
}
