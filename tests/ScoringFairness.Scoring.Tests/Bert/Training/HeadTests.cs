using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>Every head on every kind of checkpoint: what a checkpoint lacks of a fit's model is new.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private readonly TemporaryFolder _root = new();
    private LocalHub _hub = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, LevelHead> Crossed
    {
        get
        {
            var crossed = new TheoryData<string, LevelHead>();
            string[] checkpoints =
            [
                "scratch:tiny", "scratch:mini", "package:minilm-l6", "package:arctic-xs", "hf:tests/bert-tiny", "model:classifier",
                "model:without-pooler", "model:shards", "model:export", "model:export-without-pooler",
                "model:trained-classification", "model:trained-ordinal",
            ];
            foreach (var checkpoint in checkpoints)
            {
                crossed.Add(checkpoint, LevelHead.Classification);
                crossed.Add(checkpoint, LevelHead.Ordinal);
                crossed.Add(checkpoint, LevelHead.Regression);
            }
            return crossed;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var origin = _root.File("classifier");
        TinyCheckpoint.Write(origin);
        _hub = await LocalHub.StartAsync(origin);
        var files = Directory.EnumerateFiles(origin).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
        var tensors = CheckpointFiles.Tensors(files[CheckpointFiles.Weights]);
        var encoder = tensors.Where(tensor => !tensor.Name.StartsWith("bert.pooler.", StringComparison.Ordinal)).ToList();
        Write("without-pooler", (CheckpointFiles.Weights, CheckpointFiles.File(encoder)));
        Write("export", ("model.onnx", OnnxExport.Of(tensors).ToBytes()));
        Write("export-without-pooler", ("model.onnx", OnnxExport.Of(encoder).ToBytes()));
        var shards = new Dictionary<string, byte[]>(files);
        CheckpointFiles.Split(shards);
        Write("shards", [.. shards.Select(file => (file.Key, file.Value))]);

        void Write(string name, params (string Name, byte[] Content)[] weights)
        {
            Directory.CreateDirectory(_root.File(name));
            foreach (var (file, content) in files.Where(file => file.Key != CheckpointFiles.Weights).Select(file => (file.Key, file.Value)).Concat(weights))
                File.WriteAllBytes(Path.Combine(_root.File(name), file), content);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _root.Dispose();
    }

    [Theory]
    [MemberData(nameof(Crossed))]
    public void Every_head_is_trained_on_every_kind_of_checkpoint(string checkpoint, LevelHead head)
    {
        const string Trained = "model:trained-";
        if (checkpoint.StartsWith(Trained, StringComparison.Ordinal))
            Fit("model:classifier", Enum.Parse<LevelHead>(checkpoint[Trained.Length..], ignoreCase: true), _root.File(checkpoint["model:".Length..]));
        var (result, again) = (Fit(checkpoint, head), Fit(checkpoint, head));
        Assert.All(result.Scores, score =>
        {
            Assert.Equal(4, score.Probabilities.Count);
            Assert.Equal(1, score.Probabilities.Sum(), 1e-5f);
            Assert.Equal(head != LevelHead.Classification, score.Score is not null);
        });
        Assert.Equal(result.Scores.SelectMany(score => score.Probabilities), again.Scores.SelectMany(score => score.Probabilities));
    }

    private FitResult Fit(string checkpoint, LevelHead head, string? export = null) =>
        new BertScorerEngine(BertDefaults.For(checkpoint) with
        {
            Head = head,
            Epochs = 1,
            MaxTokens = 16,
            ModelRoot = _root.Path,
            Hub = HubSettings.From(name => name switch { "HF_ENDPOINT" => _hub.Endpoint, "HF_HUB_CACHE" => _root.File("hub"), _ => null }),
        }).Fit(ShortAnswers.Request(12, 10, 4) with { ExportFolder = export }, null, Cancellation);
}
