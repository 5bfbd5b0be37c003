using ScoringFairness.Scoring;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Training;

/// <summary>A fit with its data.</summary>
/// <param name="Scale">The item's scale.</param>
/// <param name="Dealt">Who was to be trained on, to choose the epoch, to be scored.</param>
/// <param name="Sets">Those of them that are there still.</param>
/// <param name="Texts">The texts by response id.</param>
internal sealed record FitWork(ScoreScale Scale, TrainingSets Dealt, TrainingSets Sets, IReadOnlyDictionary<string, string> Texts)
{
    private const int AttributedDecimals = 6;

    /// <summary>The held-out responses with words swapped that are scored too; none where nobody asked for them.</summary>
    public IReadOnlyList<SwappedText> Swaps { get; init; } = [];

    /// <summary>What is scored: the held-out responses, then those with words swapped.</summary>
    public IReadOnlyList<string> Scored => [.. Sets.HeldOut.Select(response => Texts[response.ResponseId]), .. Swaps.Select(swap => swap.Text)];

    /// <summary>Whether some of its responses were deleted since.</summary>
    public bool IsReduced => Sets.Count < Dealt.Count;

    /// <summary>Responses with their levels, as an engine takes them.</summary>
    /// <param name="set">The responses.</param>
    /// <param name="groups">The groups, the reference first, whose numbers a mitigation is told; null: an engine is told none.</param>
    public IReadOnlyList<LabelledText> Labelled(IReadOnlyList<PlannedResponse> set, IReadOnlyList<string>? groups) =>
    [
        .. set.Select(response => new LabelledText(Texts[response.ResponseId], response.HumanLevel)
        {
            Group = groups?.Index().Where(group => group.Item == response.Group).Select(group => (int?)group.Index).FirstOrDefault(),
        }),
    ];

    /// <summary>The scores of the held-out fold.</summary>
    public IEnumerable<OutOfFoldScore> Scores(FitResult result) =>
        Sets.HeldOut.Zip(result.Scores).Where(pair => pair.Second.Missing is null).Select(pair =>
        {
            var (response, score) = pair;
            var real = Real(score);
            return new OutOfFoldScore
            {
                ResponseNo = response.ResponseNo,
                StudentNo = response.StudentNo,
                Group = response.Group,
                HumanLevel = response.HumanLevel,
                // By the one rule that all machine scores are rounded by.
                Level = Scale.NearestLevel(real),
                Score = real,
                Expected = score.Expected is { } place ? Scale.Minimum + place * Scale.Step : null,
                Probabilities = score.Probabilities,
            };
        });

    /// <summary>How the scores of held-out responses changed with words swapped.</summary>
    public IReadOnlyList<SwappedScore> SwappedScores(FitResult result) =>
    [
        .. from swap in Swaps.Zip(result.Scores.Skip(Sets.HeldOut.Count))
           let response = Sets.HeldOut[swap.First.At]
           let before = result.Scores[swap.First.At]
           where before.Missing is null && swap.Second.Missing is null
           let change = (From: Real(before), To: Real(swap.Second))
           select new SwappedScore(
               response.ResponseNo, response.StudentNo, response.Group, swap.First.Direction, change.To - change.From,
               Scale.NearestLevel(change.From) != Scale.NearestLevel(change.To)),
    ];

    /// <summary>
    /// What words added to the scores of held-out responses: those of letters alone. A word that is a name is told of nobody unless as many
    /// students wrote it as a cell must hold.
    /// </summary>
    public IReadOnlyList<AttributedResponse> Attributed(FitResult result) =>
    [
        .. from one in result.Attributions
           let response = Sets.HeldOut[one.Response]
           select new AttributedResponse(
               response.ResponseNo, response.StudentNo, response.Group,
               [
                   .. one.Words.Where(word => IsTold(word.Word))
                       .Select(word => KeyValuePair.Create(word.Word, Math.Round(word.Value * Scale.Step, AttributedDecimals))),
               ],
               Math.Round((one.Rest + one.Words.Where(word => !IsTold(word.Word)).Sum(word => word.Value)) * Scale.Step, AttributedDecimals)),
    ];

    private static bool IsTold(string word) => word.All(char.IsLetter);

    private double Real(ResponseScore score) => score.Score is { } levels ? Scale.Minimum + levels * Scale.Step : Scale.ScoreOf(score.Level);

    /// <summary>The responses of the held-out fold that were given no score.</summary>
    public IEnumerable<UnscoredResponse> Unscored(FitResult result) =>
        from pair in Sets.HeldOut.Zip(result.Scores)
        where pair.Second.Missing is not null
        select new UnscoredResponse(pair.First.ResponseNo, pair.First.Group, ContractJson.Word(pair.Second.Missing!.Value.ToString()));

    /// <summary>What is recorded of the fit, its scores aside.</summary>
    public FitOutcome Outcome(FitResult result) => new()
    {
        Sizes = new FitSizes
        {
            Training = Sets.Training.Count,
            Validation = Sets.Validation.Count,
            Scored = Sets.HeldOut.Count,
            Groups =
            [
                .. Sets.Training.Concat(Sets.Validation).GroupBy(response => response.Group)
                    .OrderBy(group => group.Key is null).ThenBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new FitGroupSize(
                        group.Key, group.Count(),
                        [.. DataSummary.CountLevels(group, Scale.LevelCount).Select(n => (long?)n)])),
            ],
        },
        Losses = [.. result.Epochs.Select(epoch => new EpochLoss(epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss, epoch.ValidationAccuracy))],
        ChosenEpoch = result.ChosenEpoch,
        Seconds = result.Seconds,
        TokensPerSecond = result.TokensPerSecond,
        VocabularySize = result.VocabularySize,
        CheckpointDigest = result.CheckpointDigest,
        LearntNothing = result.LearntNothing,
        Note = result.Notes.Count > 0 ? string.Join(' ', result.Notes) : null,
    };
}
