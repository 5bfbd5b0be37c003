using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>
/// What heads see beside hidden states: plain features, and the place that the linear scorer of each fit gives a text; to those trained on or
/// held out by lines that did not see them.
/// </summary>
internal sealed class FeaturesBeside
{
    private readonly FitRows _rows;
    private readonly List<(LinearLine Line, Dictionary<int, double> Unseen)> _lines = [];

    /// <summary>Trains the linear scorers.</summary>
    /// <param name="rows">The texts.</param>
    /// <param name="requests">The fits.</param>
    /// <param name="cancellation">Looked at between texts.</param>
    public FeaturesBeside(FitRows rows, IReadOnlyList<FitRequest> requests, CancellationToken cancellation)
    {
        _rows = rows;
        LinearPlaces? before = null;
        foreach (var (head, request) in requests.Index())
        {
            var own = rows.Training.Concat(rows.Validation).Index().Where(row => row.Item.Heads[head] is not null).ToList();
            var line = new LinearPlaces(
                [
                    .. own.Select(row => (row.Item.Text, Of: row.Item.Heads[head]!.Value))
                        .Select(one => new LabelledText(one.Text, one.Of.Level) { Group = one.Of.Group }),
                ],
                request.LevelCount,
                SplitMix64.Of(request.Seed, FitStream.Linear), cancellation.ThrowIfCancellationRequested, before, request.Mitigation);
            before = line;
            _lines.Add((line.Line, own.Zip(line.OfTraining).ToDictionary(one => one.First.Index, one => one.Second)));
        }
    }

    /// <summary>The linear scorers.</summary>
    public IReadOnlyList<LinearLine> Lines => [.. _lines.Select(one => one.Line)];

    /// <summary>The texts with their features.</summary>
    public FitTokens Of(FitTokens tokens) => new(
        [.. tokens.Training.Zip(_rows.Training, (text, row) => (text, row)).Select((one, at) => Known(one.text, one.row.Text, at))],
        [.. tokens.Validation.Zip(_rows.Validation, (text, row) => (text, row)).Select((one, at) => Known(one.text, one.row.Text, tokens.Training.Count + at))],
        [.. tokens.Responses.Zip(_rows.Responses, (text, of) => Known(text, of, null))]);

    /// <summary>A text that no training knows with its features.</summary>
    public static TokenizedText With(TokenizedText tokens, string text, IReadOnlyList<LinearLine> lines) =>
        tokens with { Features = [.. PlainFeatures.Of(text), .. lines.Select(line => (float)line.Of(text))] };

    private TokenizedText Known(TokenizedText tokens, string text, int? row) => tokens with
    {
        Features =
        [
            .. PlainFeatures.Of(text),
            .. _lines.Select(one => (float)(row is { } at && one.Unseen.TryGetValue(at, out var place) ? place : one.Line.Of(text))),
        ],
    };
}
