package dev.devsync.history;

import java.io.IOException;

/// One step of a history. Its text is what a failure prints.
///
/// Every step can be left out of a history without making those after it impossible: one that finds nothing to do
/// does nothing. That is what lets a history be made smaller.
sealed interface Step permits Step.Pause, Step.Check, Step.Edit, Fault {

    /// Lets time pass.
    ///
    /// @param millis how long
    record Pause(int millis) implements Step {}

    /// Waits until all is quiet, and compares.
    record Check() implements Step {}

    /// Something that happens to files. The same step changes the host and the model.
    sealed interface Edit extends Step
            permits FileEdit.Create,
                    FileEdit.Rewrite,
                    FileEdit.Append,
                    FileEdit.Truncate,
                    FileEdit.SameSize,
                    FileEdit.KeepTime,
                    FileEdit.ReplaceKeepingTime,
                    FileEdit.Replace,
                    FileEdit.Recreate,
                    FileEdit.Touch,
                    TreeEdit.Rename,
                    TreeEdit.RenameOver,
                    TreeEdit.CaseRename,
                    TreeEdit.Swap,
                    TreeEdit.Delete,
                    TreeEdit.Chmod,
                    TreeEdit.Link,
                    TreeEdit.Folder,
                    MassEdit.MassDelete,
                    MassEdit.Checkout,
                    MassEdit.Burst,
                    MassEdit.Ignore {

        void on(Place place) throws IOException;
    }

    /// The name that totals are kept under.
    default String kind() {
        return getClass().getSimpleName();
    }
}
