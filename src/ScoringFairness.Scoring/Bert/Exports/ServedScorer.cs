using ScoringFairness.Scoring.Bert.Attributions;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Linear.Features;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Exports;

/// <summary>A scorer that <see cref="ScorerExport"/> left in a folder.</summary>
internal sealed class ServedScorer : IDisposable
{
    private readonly DropoutMasks _dropout = new(0);
    private readonly ExportedScorer _told;
    private readonly ResponseTokenizer _tokenizer;
    private readonly List<LinearLine> _lines = [];
    private readonly BertForSequenceClassification _model;
    private readonly BertForSequenceClassification? _start;
    private readonly LinearScoring? _scoring;

    /// <summary>Reads the files.</summary>
    /// <exception cref="CheckpointException">A file is missing or wrong.</exception>
    public ServedScorer(string folder, CheckpointFolder checkpoint, ExportedScorer told)
    {
        _told = told;
        _tokenizer = new(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic);
        if (told.MaxTokens > checkpoint.Config.MaxPositionEmbeddings)
            throw new CheckpointException(Path.Combine(folder, ExportedScorer.FileName), "it reads more tokens than the model has positions");
        if (told.LinearScorers > 0) ReadLines(Path.Combine(folder, ExportedScorer.Lines));
        var path = Path.Combine(folder, ExportedScorer.Tensors);
        using var file = SafetensorsFile.Open(path);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var stored = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        _model = Model(1, name => BertTensors.IsOfBert(name) ? null : name);
        if (told.Places is not { } places) return;
        // Of what is not kept as it was before, training changed nothing.
        _start = Model(2, name =>
            stored.ContainsKey(ExportedScorer.Start + name) ? ExportedScorer.Start + name : BertTensors.IsOfBert(name) ? null : name);
        _scoring = new(new LevelCuts([.. places.Cuts]), places.Error, told.Levels);

        BertForSequenceClassification Model(int heads, Func<string, string?> source)
        {
            var shape = new HeadShape
            {
                Pooling = told.Pooling,
                Features = told.Features ? PlainFeatures.Count + _lines.Count : 0,
                IsNumber = told.Head == LevelHead.Regression,
                Heads = told.Head == LevelHead.Regression ? heads : 1,
            };
            var model = new BertForSequenceClassification(
                checkpoint.Config, told.Levels, _dropout,
                told.Head == LevelHead.Ordinal ? new OrdinalThresholds([.. Enumerable.Repeat(1, told.Levels)]) : null, shape);
            checkpoint.Load(model, classifier: false);
            foreach (var (name, weight) in BertTensors.Of(model))
            {
                if (source(name) is not { } from) continue;
                if (!stored.TryGetValue(from, out var entry) || !entry.Shape.SequenceEqual(weight.shape))
                    throw new CheckpointException(path, $"tensor {from} is missing, or is not of the shape [{string.Join(", ", weight.shape)}]");
                HostValues.Set(weight, values => file.Read(entry, values));
            }
            scope.Detach(model.parameters());
            return model;
        }
    }

    /// <summary>Levels of its scale.</summary>
    public int LevelCount => _told.Levels;

    /// <summary>Scores responses, in their order.</summary>
    public IReadOnlyList<ResponseScore> Score(IReadOnlyList<string> responses, CancellationToken cancellation)
    {
        List<TokenizedText> texts = [.. responses.Select(text =>
        {
            var tokens = _tokenizer.Encode(text, _told.MaxTokens, _told.LongTexts);
            return _told.Features ? FeaturesBeside.With(tokens, text, _lines) : tokens;
        })];
        if (_told.Places is not { } places)
            return [.. Outputs(_model, texts, cancellation).Select(output => ScoringPass.Score(output, _told.Head))];
        // By the line that it began with, by the one through the responses held out as well, and after training.
        var lines = Outputs(_start!, texts, cancellation);
        var trained = places.Share > 0 ? Outputs(_model, texts, cancellation) : lines;
        return [.. lines.Zip(trained, (line, now) =>
            _scoring!.Of(places.Mean + places.Deviation * (line[1] + places.Share * ((double)now[0] - line[0]))))];
    }

    /// <summary>Shares its scores out among words, for as long as it is not disposed of.</summary>
    public BertAttribution Attribution() => new()
    {
        Place = _told.Places is { } places ? new(_model, _start!, places.Mean, places.Deviation, places.Share) : new(_model),
        Tokenizer = _tokenizer,
        MaxTokens = _told.MaxTokens,
        LongTexts = _told.LongTexts,
        Features = _told.Features,
        Lines = _lines,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _start?.Dispose();
    }

    private static float[][] Outputs(BertForSequenceClassification model, List<TokenizedText> texts, CancellationToken cancellation) =>
        new ScoringPass(model, model.Config.PadTokenId).Outputs(texts, _ => { }, cancellation);

    private void ReadLines(string path)
    {
        try
        {
            using var file = new BinaryReader(File.OpenRead(path));
            for (var line = 0; line < _told.LinearScorers; line++) _lines.Add(LinearLine.Read(file));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "it does not hold the linear scorers that the head sees", exception);
        }
    }
}
