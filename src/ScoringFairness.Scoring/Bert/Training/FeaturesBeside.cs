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
    private readonly List<(LinearPlaces Line, Dictionary<int, double> Unseen)> _lines = [];

    /// <summary>Trains the linear scorers.</summary>
    /// <param name="rows">The texts.</param>
    /// <param name="requests">The fits.</param>
    /// <param name="cancellation">Looked at between texts.</param>
    public FeaturesBeside(FitRows rows, IReadOnlyList<FitRequest> requests, CancellationToken cancellation)
    {
        _rows = rows;
        foreach (var (head, request) in requests.Index())
        {
            var own = rows.Training.Concat(rows.Validation).Index().Where(row => row.Item.Heads[head] is not null).ToList();
            var line = new LinearPlaces(
                [.. own.Select(row => new LabelledText(row.Item.Text, row.Item.Heads[head]!.Value.Level))], request.LevelCount,
                SplitMix64.Of(request.Seed, FitStream.Linear), cancellation.ThrowIfCancellationRequested, _lines.LastOrDefault().Line);
            _lines.Add((line, own.Zip(line.OfTraining).ToDictionary(one => one.First.Index, one => one.Second)));
        }
    }

    /// <summary>The texts with their features.</summary>
    public FitTokens Of(FitTokens tokens) => new(
        [.. tokens.Training.Zip(_rows.Training, (text, row) => (text, row)).Select((one, at) => With(one.text, one.row.Text, at))],
        [.. tokens.Validation.Zip(_rows.Validation, (text, row) => (text, row)).Select((one, at) => With(one.text, one.row.Text, tokens.Training.Count + at))],
        [.. tokens.Responses.Zip(_rows.Responses, (text, of) => With(text, of, null))]);

    private TokenizedText With(TokenizedText tokens, string text, int? row) => tokens with
    {
        Features =
        [
            .. PlainFeatures.Of(text),
            .. _lines.Select(one => (float)(row is { } at && one.Unseen.TryGetValue(at, out var place) ? place : one.Line.Of(text))),
        ],
    };
}
