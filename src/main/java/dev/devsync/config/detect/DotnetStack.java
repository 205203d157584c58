package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// .NET with a project file of C#, F# or Visual Basic.
final class DotnetStack implements Stack {

    private static final Pattern FRAMEWORK = Pattern.compile("<TargetFramework>\\s*([\\w.-]+)\\s*</TargetFramework>");
    private static final Pattern ASSEMBLY = Pattern.compile("<AssemblyName>\\s*([\\w.-]+)\\s*</AssemblyName>");
    private static final Pattern PROGRAM =
            Pattern.compile("(Sdk=\"Microsoft\\.NET\\.Sdk\\.(?:Web|Worker)\"|<OutputType>\\s*Exe)");

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        List<String> projects = projects(files);
        if (projects.isEmpty()) {
            return Optional.empty();
        }
        List<String> programs = new ArrayList<>();
        for (String project : projects) {
            if (files.match(project, PROGRAM).isPresent()) {
                programs.add(project);
            }
        }
        String project = programs.isEmpty() ? projects.getFirst() : programs.getFirst();
        boolean web = files.text(project).contains("Microsoft.NET.Sdk.Web");
        Draft draft = new Draft(Language.DOTNET)
                .evidence(project, web ? "an ASP.NET Core project" : "a .NET project")
                .ignore("bin/", "obj/");
        draft.build(Proposal.found("dotnet build " + project, "it restores packages by itself"));
        String folder = project.contains("/") ? project.replaceFirst("[^/]*$", "") : "";
        String name = files.match(project, ASSEMBLY)
                .orElse(project.replaceFirst(".*/", "").replaceFirst("\\.\\w+proj$", ""));
        Optional<String> framework = files.match(project, FRAMEWORK);
        if (framework.isPresent() && !programs.isEmpty()) {
            draft.run(Proposal.found(
                    "dotnet %sbin/Debug/%s/%s.dll".formatted(folder, framework.get(), name), "what `build` makes"));
        } else {
            draft.run(Proposal.guessed("dotnet run --no-build --project " + project, "what `build` makes"));
        }
        if (programs.size() > 1) {
            draft.check("There are several programs (%s): is %s the one to run?"
                    .formatted(String.join(", ", programs), project));
        }
        if (web) {
            draft.rule(List.of("**/wwwroot/**"), null, Action.RELOAD, "read from disk with each request");
            draft.port(Proposal.guessed(8080, "what Microsoft's images set"));
        }
        return Optional.of(draft.done());
    }

    private static List<String> projects(ProjectFiles files) throws IOException {
        List<String> projects = new ArrayList<>(files.names("", "*.{cs,fs,vb}proj"));
        if (projects.isEmpty() && !files.names("", "*.{sln,slnx}").isEmpty()) {
            for (String parent : List.of("", "src/")) {
                for (String folder : files.names(parent, "*")) {
                    files.names(parent + folder, "*.{cs,fs,vb}proj")
                            .forEach(name -> projects.add(parent + folder + "/" + name));
                }
            }
        }
        return projects;
    }
}
