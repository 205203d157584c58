package dev.devsync.config.compose;

import dev.devsync.config.Rule;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows from the rules of `develop.watch` of one service.
///
/// @param syncs a sync for each pair of a folder and where it goes
/// @param lookout what is watched without being brought anywhere; null for nothing
/// @param rules relative to `base`
/// @param base the folder that all sources are in
record WatchPlan(List<Sync> syncs, @Nullable SourceFolder lookout, List<Rule> rules, Path base) {}
