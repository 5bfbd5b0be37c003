using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Faults;

/// <summary>Fits that cannot be brought to an end: the audit fails with the reason, and goes on when it is gone.</summary>
public sealed class FailedAuditTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_fit_that_throws_three_times_fails_the_audit_and_retry_resumes_it_with_what_was_done()
    {
        const string Request = """
            { "items": ["q"], "attribute": "gender", "folds": 2, "seed": 5, "bootstrap": 200,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "splits": ["mixed", "only:male"] } ] }
            """;
        (string, string)[] settings = [("Training__ExportRoot", _folder)];
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, settings);
        await service.SendResponsesAsync(160);
        var id = await service.StartAuditAsync(Request);
        // Where the third fit would leave its scorer there is a file.
        Directory.CreateDirectory(Path.Combine(_folder, id));
        await File.WriteAllTextAsync(Path.Combine(_folder, id, "3"), "in the way", TestContext.Current.CancellationToken);
        Assert.Equal(409, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/retry")).Status);

        using var worker = ServiceProcess.StartWorker(database, settings);
        var failed = await service.Http.WaitAsync(id);
        Assert.Equal("failed", (string)failed["status"]!);
        Assert.StartsWith("Item 'q', scorer 'bert', split 'only:male', fold 0: ", (string)failed["error"]!, StringComparison.Ordinal);
        Assert.Equal(3, await database.ScalarAsync<int>("select failures from fits where fit_no = 3"));
        var done = (await database.ScalarAsync<string>(Done))!.Split(", ");
        Assert.NotEmpty(done);

        var page = await service.Http.GetStringAsync(new Uri($"/audits/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains($"action=\"/audits/{id}/retry\"", page, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder, id, "3"));
        var (status, resumed) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/retry");
        Assert.Equal((202, "training", null), (status, (string)resumed!["status"]!, (string?)resumed["error"]));
        var completed = await service.Http.WaitAsync(id);
        Assert.True((string)completed["status"]! == "completed", completed.ToJsonString());
        Assert.Subset((await database.ScalarAsync<string>(Done))!.Split(", ").ToHashSet(), done.ToHashSet());
        Assert.Equal(409, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/retry")).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/none/retry")).Status);
        await service.ExpectFiguresOfUndisturbedAsync(id, Request);
    }

    [Fact]
    public async Task A_disk_that_is_full_costs_an_interrupted_fit_its_state_and_an_exported_one_its_audit()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        await service.SendResponsesAsync(80);
        var kept = Directory.CreateDirectory(Path.Combine(_folder, "kept")).FullName;
        var exported = Directory.CreateDirectory(Path.Combine(_folder, "exported")).FullName;
        var mounts = $"mount -t tmpfs -o size=64k tmpfs {kept} && mount -t tmpfs -o size=64k tmpfs {exported}";
        using (var trial = System.Diagnostics.Process.Start("unshare", ["--map-root-user", "--mount", "sh", "-c", mounts]))
        {
            await trial.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(trial.ExitCode == 0, "This machine lets no process mount a file system of its own, so there is no disk to fill.");
        }
        (string, string)[] small = [("Training__ResumeRoot", kept), ("Training__ResumeSeconds", "0")];
        using (ServiceProcess.StartWorkerWithin(mounts, database, small))
        {
            var audit = await service.Http.AuditAsync(Tiny("scratch:tiny"));
            Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        }
        using (ServiceProcess.StartWorkerWithin(mounts, database, [.. small, ("Training__ExportRoot", exported)]))
        {
            var audit = await service.Http.AuditAsync(Tiny("scratch:tiny"));
            Assert.Equal("failed", (string)audit["status"]!);
            Assert.Contains("No space left on device", (string)audit["error"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_model_for_which_there_is_no_memory_fails_the_audit_and_leaves_the_worker_alive()
    {
        TinyCheckpoint.Write(Path.Combine(_folder, "vast"));
        Widen(Path.Combine(_folder, "vast"), vocabulary: 10_000_000, width: 16_384);
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartAsync(database, ("Training__ModelRoot", _folder));
        await service.SendResponsesAsync(80);
        var audit = await service.Http.AuditAsync(Tiny("model:vast"));
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.True(((string)audit["error"]!).Contains("memory", StringComparison.Ordinal), (string)audit["error"]!);
        Assert.DoesNotContain('\n', (string)audit["error"]!);
        audit = await service.Http.AuditAsync(Tiny("scratch:tiny"));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
    }

    /// <summary>Makes a checkpoint of 600 GB of one of some kilobytes; its file is all holes.</summary>
    private static void Widen(string folder, long vocabulary, long width)
    {
        var file = Path.Combine(folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!;
        var (small, narrow) = ((long)config["vocab_size"]!, (long)config["hidden_size"]!);
        (config["vocab_size"], config["hidden_size"]) = (vocabulary, width);
        File.WriteAllText(file, config.ToJsonString());

        using var weights = File.Open(Path.Combine(folder, "model.safetensors"), FileMode.Open);
        using var reader = new BinaryReader(weights);
        var header = JsonNode.Parse(reader.ReadBytes((int)reader.ReadInt64()))!.AsObject();
        var end = 0L;
        foreach (var (_, tensor) in header.Where(entry => entry.Key != "__metadata__"))
        {
            long[] shape = [.. tensor!["shape"]!.AsArray().Select(size => (long)size! == small ? vocabulary : (long)size! == narrow ? width : (long)size!)];
            var start = end;
            end += shape.Aggregate((long)sizeof(float), (bytes, size) => bytes * size);
            tensor["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]);
            tensor["data_offsets"] = new JsonArray(start, end);
        }
        var bytes = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        weights.SetLength(0);
        weights.Write(BitConverter.GetBytes((long)bytes.Length));
        weights.Write(bytes);
        weights.SetLength(sizeof(long) + bytes.Length + end);
    }

    private const string Done = "select string_agg(fit_no || ' ' || attempt, ', ' order by fit_no) from fits where status = 'done'";

    private static string Tiny(string checkpoint) =>
        $$"""
        { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
          "scorers": [ { "kind": "bert", "checkpoint": "{{checkpoint}}", "epochs": 2, "maxTokens": 16, "splits": ["mixed"] } ] }
        """;
}
