using System.Runtime.Versioning;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>What training leaves on the disk is open to the program's account alone; it starts with nothing wider.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFolderTests
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exports_and_kept_states_have_mode_0700_and_0600_in_folders_that_were_wider()
    {
        using var home = new TemporaryFolder();
        var (exports, states) = (home.File("exports"), home.File("states"));
        Directory.CreateDirectory(exports, OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var seen = new List<(string Path, UnixFileMode Mode)>();
        await using var service = new RunningService
        {
            Settings = [$"--Training:ExportRoot={exports}", $"--Training:ResumeRoot={states}", "--Training:ResumeSeconds=0", "--Worker:ParallelFits=1"],
        };
        await service.InitializeAsync();
        Assert.Equal((OwnFolder, OwnFolder), (File.GetUnixFileMode(exports), File.GetUnixFileMode(states)));
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(80), "text/csv");
        var (_, audit) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 3, "maxTokens": 16, "splits": ["mixed"] } ] }
            """);
        var ended = await service.Http.WaitAsync((string)audit!["auditId"]!, _ =>
        {
            Look();
            return false;
        });
        Assert.True((string)ended["status"]! == "completed", ended.ToJsonString());
        Look();
        Assert.Contains(seen, one => one.Path.EndsWith("vocab.txt", StringComparison.Ordinal));
        Assert.All(seen, one => Assert.True(
            (one.Mode & ~(Path.HasExtension(one.Path) && !one.Path.EndsWith(".partial", StringComparison.Ordinal) ? OwnFile : OwnFolder)) == 0,
            $"{one.Path}: {one.Mode}"));

        void Look()
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(home.Path, "*", SearchOption.AllDirectories))
            {
                // While a fit runs, its state is written anew and goes in the end; in a folder that is being written files are not closed yet.
                if (!path.Contains(".partial/", StringComparison.Ordinal) && Path.Exists(path))
                {
                    try
                    {
                        seen.Add((path, File.GetUnixFileMode(path)));
                    }
                    catch (IOException)
                    {
                        // It has just gone.
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_folder_that_everybody_uses_keeps_the_program_from_starting_by_name()
    {
        using var home = new TemporaryFolder();
        await using var database = await TestDatabase.CreateAsync();
        await File.WriteAllTextAsync(home.File("of-others"), "", Cancellation);
        File.SetUnixFileMode(home.Path, OwnFolder | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        foreach (var setting in (string[])["Training__ResumeRoot", "Training__ExportRoot"])
        {
            var (status, _, error) = await ServiceProcess.RunAsync("work", database.ConnectionString, (setting, home.Path));
            Assert.Equal(1, status);
            Assert.Contains($"{setting}: Folder '{home.Path}'", error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
        File.SetUnixFileMode(home.Path, OwnFolder);
    }
}
