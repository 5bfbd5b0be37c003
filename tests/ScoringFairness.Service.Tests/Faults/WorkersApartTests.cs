namespace ScoringFairness.Service.Tests.Faults;

/// <summary>Workers as on machines of their own: PostgreSQL is all that they share, folders of models and temporary files are each one's own.</summary>
public sealed class WorkersApartTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public async Task Fits_spread_over_them_packages_need_nothing_shared_and_a_model_that_one_lacks_is_named()
    {
        await using var service = new RunningService { Settings = ["--Worker:Enabled=false", $"--Training:ModelRoot={Folder("service")}"] };
        TinyCheckpoint.Write(Path.Combine(Folder("service"), "mine"));
        TinyCheckpoint.Write(Path.Combine(Folder("one"), "mine"));
        await service.InitializeAsync();
        using var one = Worker("one");
        using var other = Worker("other");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(60), "text/csv");

        var packaged = await service.Http.AuditAsync(Request("package:arctic-xs", repeats: 2));
        Assert.True((string)packaged["status"]! == "completed", packaged.ToJsonString());
        var fits = (await service.Http.ReadAsync($"/v1/audits/{packaged["auditId"]}/fits"))["items"]!.AsArray();
        Assert.Equal(2, fits.Select(fit => (string)fit!["worker"]!).Distinct().Count());

        // A model that all have is the same for all; one that a worker lacks fails there, by name.
        TinyCheckpoint.Write(Path.Combine(Folder("other"), "mine"));
        var held = await service.Http.AuditAsync(Request("model:mine", repeats: 2));
        Assert.True((string)held["status"]! == "completed", held.ToJsonString());
        Directory.Delete(Path.Combine(Folder("other"), "mine"), recursive: true);
        var lacking = await service.Http.AuditAsync(Request("model:mine", repeats: 4));
        Assert.Equal("failed", (string)lacking["status"]!);
        Assert.Contains("model:mine", (string)lacking["error"]!, StringComparison.Ordinal);

        ServiceProcess Worker(string name) => ServiceProcess.StartWorker(
            service.Database, ("TMPDIR", Folder($"{name}-temporary")), ("HF_HOME", Folder($"{name}-cache")), ("Training__ModelRoot", Folder(name)),
            ("Worker__ParallelFits", "1"), ("Worker__PollSeconds", "0.1"));
    }

    public void Dispose() => _root.Dispose();

    private string Folder(string name) => Directory.CreateDirectory(_root.File(name)).FullName;

    private static string Request(string checkpoint, int repeats) =>
        $$"""
        { "items": ["q"], "attribute": "gender", "bootstrap": 100, "folds": 2, "repeats": {{repeats}}, "minGroupSize": 5, "minCellSize": 2,
          "scorers": [ { "kind": "bert", "checkpoint": "{{checkpoint}}", "epochs": 1, "maxTokens": 16, "splits": ["mixed"] } ] }
        """;
}
