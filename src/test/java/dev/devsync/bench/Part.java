package dev.devsync.bench;

import java.util.List;

/// What is measured beside the large table.
enum Part {
    WATCHING("memory and processor time while it watches") {
        @Override
        void measure(Lab lab, List<Contender> contenders, Results results) throws Exception {
            Rest.measure(lab, contenders, results.rest);
        }
    },
    STARTS("the start of commands") {
        @Override
        void measure(Lab lab, List<Contender> contenders, Results results) throws Exception {
            Starts.measure(lab, results.starts);
        }
    },
    ANSWERS("the answers of apps") {
        @Override
        void measure(Lab lab, List<Contender> contenders, Results results) throws Exception {
            Answers.measure(lab, results);
        }
    },
    BUILDS("the restart of an app that is built") {
        @Override
        void measure(Lab lab, List<Contender> contenders, Results results) throws Exception {
            RestartLatency.measure(lab.engine(), results);
        }
    },
    STAGES("the stages of a save") {
        @Override
        void measure(Lab lab, List<Contender> contenders, Results results) throws Exception {
            Stages.measure(lab, results.stages);
        }
    };

    private final String title;

    Part(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract void measure(Lab lab, List<Contender> contenders, Results results) throws Exception;
}
