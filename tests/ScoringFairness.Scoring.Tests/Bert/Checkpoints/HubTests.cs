using System.Diagnostics;
using System.Security.Cryptography;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

/// <summary>Checkpoints of a hub, over HTTP from a server that behaves like one.</summary>
public sealed class HubTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _origin = new();
    private LocalHub _hub = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Repository => Path.Combine(_home.Path, "hub", "models--tests--bert-tiny");

    public async ValueTask InitializeAsync()
    {
        TinyCheckpoint.Write(_origin.File("tiny"));
        _hub = await LocalHub.StartAsync(_origin.File("tiny"));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _home.Dispose();
        _origin.Dispose();
    }

    [Fact]
    public void A_checkpoint_is_fetched_once_into_the_layout_that_other_tools_share()
    {
        var folder = Fetch();
        Assert.Equal(Path.Combine(Repository, "snapshots", LocalHub.Commit), folder);
        Assert.Equal(LocalHub.Commit, File.ReadAllText(Path.Combine(Repository, "refs", "main")));
        foreach (var file in (string[])["config.json", "vocab.txt", "tokenizer_config.json", "model.safetensors"])
        {
            Assert.Equal(_hub.Files[file], File.ReadAllBytes(Path.Combine(folder, file)));
            Assert.StartsWith("../../blobs/", new FileInfo(Path.Combine(folder, file)).LinkTarget, StringComparison.Ordinal);
        }
        Assert.True(File.Exists(Path.Combine(Repository, ".no_exist", LocalHub.Commit, "tokenizer.json")));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(Repository, "blobs")), file => file.EndsWith(".incomplete", StringComparison.Ordinal));
        Assert.Equal(16, new CheckpointFolder(folder).Config.HiddenSize);

        _hub.Requests.Clear();
        Assert.Equal(folder, Fetch());
        Assert.Equal(["/tests/bert-tiny/resolve/main/config.json"], _hub.Requests.Select(request => request.Path));
        Assert.Single(_hub.StoreRequests);
    }

    [Fact]
    public void A_token_goes_to_the_hub_and_not_to_the_store_that_it_redirects_to()
    {
        _hub.Token = "hf_secret";
        var refused = Assert.Throws<CheckpointException>(() => Fetch());
        Assert.Contains("HF_TOKEN", refused.Message, StringComparison.Ordinal);

        Fetch(token: "hf_secret");
        Assert.Contains(_hub.Requests, request => request.Token == "Bearer hf_secret");
        Assert.All(_hub.StoreRequests, request => Assert.Null(request.Token));
        Assert.Single(_hub.StoreRequests);

        var wrong = Assert.Throws<CheckpointException>(() => Resolve("hf:tests/bert-tiny@v1", token: "hf_other"));
        Assert.DoesNotContain("hf_", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transfer_that_broke_goes_on_where_it_ended()
    {
        _hub.Cutting = (5_000, 2);
        Fetch();
        Assert.Equal([null, "bytes=5000-", "bytes=10000-"], _hub.StoreRequests.Select(request => request.Range));
    }

    [Fact]
    public void A_transfer_that_breaks_again_and_again_may_be_tried_later_and_keeps_what_came()
    {
        _hub.Cutting = (100, 3);
        Fetch();
        Assert.Equal(4, _hub.StoreRequests.Count);

        Directory.Delete(Repository, recursive: true);
        (_hub.Cutting, _hub.IgnoresRanges) = ((100, int.MaxValue), true);
        var refused = Assert.Throws<CheckpointException>(() => Fetch());
        Assert.True(refused.MayPass);
        Assert.Contains("model.safetensors", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateFiles(Path.Combine(Repository, "blobs")), file => file.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_cannot_resume_gives_all_of_it_again()
    {
        (_hub.Cutting, _hub.IgnoresRanges) = ((5_000, 1), true);
        Assert.Equal(_hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(Fetch(), "model.safetensors")));
    }

    [Fact]
    public void What_an_interrupted_process_left_is_gone_on_with_and_damaged_rest_is_thrown_away()
    {
        var weights = _hub.Files["model.safetensors"];
        var blob = Path.Combine(Repository, "blobs", Convert.ToHexStringLower(SHA256.HashData(weights)));
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        File.WriteAllBytes(blob + ".incomplete", weights[..7_000]);
        Fetch();
        Assert.Equal("bytes=7000-", Assert.Single(_hub.StoreRequests).Range);

        File.Delete(blob);
        File.WriteAllBytes(blob + ".incomplete", new byte[7_000]);
        Fetch();
        Assert.Equal(weights, File.ReadAllBytes(blob));
    }

    [Fact]
    public void A_content_with_another_digest_is_refused_and_nothing_of_it_stays()
    {
        _hub.Alters = true;
        var refused = Assert.Throws<CheckpointException>(() => Fetch());
        Assert.Contains("SHA-256", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Repository, "blobs")), file => new FileInfo(file).Length == _hub.Files["model.safetensors"].Length);
        Assert.False(File.Exists(Path.Combine(Repository, "snapshots", LocalHub.Commit, "model.safetensors")));

        _hub.Alters = false;
        Fetch();
    }

    [Fact]
    public async Task Workers_that_want_it_at_once_fetch_it_once()
    {
        var folders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Fetch(), Cancellation)));
        Assert.Single(folders.Distinct());
        Assert.Single(_hub.StoreRequests);
        Assert.Equal(4, _hub.Requests.Count(request => request.Method == "GET"));
    }

    [Fact]
    public async Task Another_process_that_fetches_is_waited_for()
    {
        var etag = Convert.ToHexStringLower(SHA256.HashData(_hub.Files["model.safetensors"]));
        var path = Path.Combine(_home.Path, "hub", ".locks", "models--tests--bert-tiny", etag + ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var other = Process.Start(new ProcessStartInfo("flock", [path, "sh", "-c", "echo held; sleep 1"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Cancellation));

        var notes = new List<string>();
        new HubRepository(Settings(), (CheckpointName.Hub)CheckpointName.Parse("hf:tests/bert-tiny")!, notes.Add).Fetch(Cancellation);
        Assert.True(other.HasExited || other.WaitForExit(100));
        Assert.Contains("waiting for another process to fetch model.safetensors", notes);
    }

    [Fact]
    public async Task Without_a_network_the_cache_serves_and_what_it_lacks_is_told_with_what_to_do()
    {
        Fetch();
        Assert.EndsWith(LocalHub.Commit, Fetch(offline: true), StringComparison.Ordinal);
        Assert.EndsWith(LocalHub.Commit, Fetch($"hf:tests/bert-tiny@{LocalHub.Commit}", offline: true), StringComparison.Ordinal);
        var requests = _hub.Requests.Count;
        Told(Assert.Throws<CheckpointException>(() => Fetch("hf:tests/other", offline: true)), "HF_HUB_OFFLINE", "models--tests--other");
        Told(Assert.Throws<CheckpointException>(() => Fetch("hf:tests/bert-tiny@v1", offline: true)), "HF_HUB_OFFLINE", "models--tests--bert-tiny");
        Assert.Equal(requests, _hub.Requests.Count);

        await _hub.DisposeAsync();
        Assert.EndsWith(LocalHub.Commit, Fetch(), StringComparison.Ordinal);
        Told(Assert.Throws<CheckpointException>(() => Fetch("hf:tests/other")), "cannot be reached", "models--tests--other");

        void Told(CheckpointException exception, params string[] words)
        {
            foreach (var word in (string[])[.. words, "hub under HF_HOME", "HF_HOME", "HF_ENDPOINT", "model:<folder>"])
                Assert.Contains(word, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(_home.Path, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("hf:tests/unknown", "no such repository")]
    [InlineData("hf:gated/bert-tiny", "its owner grants access to it")]
    [InlineData("hf:endless/bert-tiny", "redirects more than 10 times")]
    [InlineData("hf:astray/bert-tiny", "redirects from http to ftp, which is not followed")]
    [InlineData("hf:tests/bert-tiny@v9", "no revision 'v9'")]
    public void What_the_hub_does_not_have_is_named(string checkpoint, string problem)
    {
        var refused = Assert.Throws<CheckpointException>(() => Fetch(checkpoint));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains(checkpoint, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("model.safetensors")]
    public void A_file_that_the_repository_lacks_is_named(string file)
    {
        _hub.Files.Remove(file);
        Assert.Contains($"no {file}", Assert.Throws<CheckpointException>(() => Fetch()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_is_not_read()
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files["pytorch_model.bin"] = [1];
        var refused = Assert.Throws<CheckpointException>(() => Fetch());
        Assert.Contains("pickle", refused.Message, StringComparison.Ordinal);
        const string Pickle = "/tests/bert-tiny/resolve/" + LocalHub.Commit + "/pytorch_model.bin";
        Assert.DoesNotContain(_hub.Requests, request => request is { Method: "GET", Path: Pickle });
    }

    [Fact]
    public void A_busy_hub_is_asked_again_and_one_that_stays_out_of_order_is_told_of()
    {
        _hub.Failing = (503, 2);
        Fetch();
        _hub.Failing = (500, 100);
        var refused = Assert.Throws<CheckpointException>(() => Fetch());
        Assert.Contains("answers 500", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_is_pinned_by_its_commit()
    {
        Fetch($"hf:tests/bert-tiny@{LocalHub.Commit}");
        _hub.Main = new string('f', 40);
        _hub.Requests.Clear();
        Assert.EndsWith(LocalHub.Commit, Fetch($"hf:tests/bert-tiny@{LocalHub.Commit}"), StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
        Assert.Equal(new string('f', 40), Resolve("hf:tests/bert-tiny"));
        Assert.Equal(LocalHub.Commit, Resolve("hf:tests/bert-tiny@v1"));
        Assert.Null(Resolve("scratch:tiny"));
        Assert.Equal($"hf:a/b@{LocalHub.Commit}", HubCheckpoint.At("hf:a/b@v1", LocalHub.Commit));
    }

    [Fact]
    public void A_repository_that_was_renamed_is_followed() => Assert.Equal(LocalHub.Commit, Resolve("hf:renamed/bert-tiny"));

    [Fact]
    public void Shards_and_a_tokenizer_json_are_fetched_too()
    {
        CheckpointFiles.Split(_hub.Files);
        CheckpointFiles.FoldVocabulary(_hub.Files);
        Assert.NotNull(new CheckpointFolder(Fetch()));
        Assert.Equal(2, _hub.StoreRequests.Count);
    }

    [Fact]
    public void Progress_is_told_in_words()
    {
        var notes = new List<string>();
        new HubRepository(Settings(), (CheckpointName.Hub)CheckpointName.Parse("hf:tests/bert-tiny")!, notes.Add).Fetch(Cancellation);
        Assert.Contains(
            notes,
            note => note.StartsWith("fetching model.safetensors of tests/bert-tiny: ", StringComparison.Ordinal)
                && note.EndsWith(" MB", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_of_another_kind_is_refused_by_its_configuration_before_its_weights_are_asked_for()
    {
        var config = System.Text.Json.Nodes.JsonNode.Parse(_hub.Files["config.json"])!;
        config["model_type"] = "roberta";
        _hub.Files["config.json"] = System.Text.Encoding.UTF8.GetBytes(config.ToJsonString());
        var refused = Assert.Throws<CheckpointException>(() => Fetch());
        Assert.Contains("model_type is roberta, not bert", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.MayPass);
        Assert.DoesNotContain(_hub.Requests, request => request.Path.EndsWith("model.safetensors", StringComparison.Ordinal));
        Assert.Empty(_hub.StoreRequests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_checkpoint_above_the_limit_is_refused_by_its_promised_size_or_while_it_comes(bool hidesSizes)
    {
        _hub.HidesSizes = hidesSizes;
        var others = _hub.Files.Where(file => !file.Key.EndsWith(".safetensors", StringComparison.Ordinal)).Sum(file => file.Value.Length);
        var weights = _hub.Files["model.safetensors"].Length;
        var refused = Assert.Throws<CheckpointException>(() => Fetch(mostBytes: weights - 1));
        Assert.Contains("Training__HubMostMiB", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.MayPass);
        Assert.Equal(hidesSizes ? 1 : 0, _hub.StoreRequests.Count);
        // What came of it does not stay.
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(Repository, "blobs")), file => new FileInfo(file).Length > others);

        Assert.True(File.Exists(Path.Combine(Fetch(mostBytes: others + weights), "model.safetensors")));
    }

    [Fact]
    public async Task A_fetch_is_called_off()
    {
        using var called = new CancellationTokenSource();
        await called.CancelAsync();
        var name = (CheckpointName.Hub)CheckpointName.Parse("hf:tests/bert-tiny")!;
        Assert.ThrowsAny<OperationCanceledException>(() => new HubRepository(Settings(), name, null).Fetch(called.Token));
    }

    private string Fetch(string checkpoint = "hf:tests/bert-tiny", string? token = null, bool offline = false, long? mostBytes = null) =>
        new HubRepository(Settings(token, offline, mostBytes), (CheckpointName.Hub)CheckpointName.Parse(checkpoint)!, note: null).Fetch(Cancellation);

    private string? Resolve(string checkpoint, string? token = null) => HubCheckpoint.Resolve(checkpoint, Settings(token), Cancellation);

    private HubSettings Settings(string? token = null, bool offline = false, long? mostBytes = null)
    {
        var variables = new Dictionary<string, string?>
        {
            ["HF_ENDPOINT"] = _hub.Endpoint,
            ["HF_HOME"] = _home.Path,
            ["HF_TOKEN"] = token,
            ["HF_HUB_OFFLINE"] = offline ? "1" : null,
        };
        var read = HubSettings.From(variables.GetValueOrDefault, mostBytes);
        return new()
        {
            Endpoint = read.Endpoint,
            Cache = read.Cache,
            CacheInWords = read.CacheInWords,
            Token = read.Token,
            Offline = read.Offline,
            MostBytes = read.MostBytes,
            RetryDelay = TimeSpan.FromMilliseconds(10),
        };
    }
}
