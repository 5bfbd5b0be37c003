using ScoringFairness.Scoring;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Training;

/// <summary>What a fit's result says of its responses, as it is recorded.</summary>
internal static class FitScores
{
    private const int AttributedDecimals = 6;

    /// <summary>The scores of the held-out fold.</summary>
    public static IEnumerable<OutOfFoldScore> Scores(this FitWork work, FitResult result) =>
        work.Sets.HeldOut.Zip(result.Scores).Where(pair => pair.Second.Missing is null).Select(pair =>
        {
            var (response, score) = pair;
            var real = Real(work, score);
            return new OutOfFoldScore
            {
                ResponseNo = response.ResponseNo,
                StudentNo = response.StudentNo,
                Group = response.Group,
                HumanLevel = response.HumanLevel,
                // By the one rule that all machine scores are rounded by.
                Level = work.Scale.NearestLevel(real),
                Score = real,
                Expected = score.Expected is { } place ? work.Scale.Minimum + place * work.Scale.Step : null,
                Probabilities = score.Probabilities,
            };
        });

    /// <summary>How the scores of held-out responses changed with words swapped.</summary>
    public static IReadOnlyList<SwappedScore> SwappedScores(this FitWork work, FitResult result) =>
    [
        .. from swap in work.Swaps.Zip(result.Scores.Skip(work.Sets.HeldOut.Count))
           let response = work.Sets.HeldOut[swap.First.At]
           let before = result.Scores[swap.First.At]
           where before.Missing is null && swap.Second.Missing is null
           let change = (From: Real(work, before), To: Real(work, swap.Second))
           select new SwappedScore(
               response.ResponseNo, response.StudentNo, response.Group, swap.First.Direction, change.To - change.From,
               work.Scale.NearestLevel(change.From) != work.Scale.NearestLevel(change.To)),
    ];

    /// <summary>What it says of the responses that students train on.</summary>
    public static IEnumerable<TaughtScore> Taught(this FitWork work, FitResult result) =>
        work.ForStudents.Zip(result.Scores.Skip(work.Sets.HeldOut.Count + work.Swaps.Count)).Where(pair => pair.Second.Missing is null).Select(pair =>
        {
            var said = TeacherScore.Of(pair.Second);
            return new TaughtScore
            {
                ResponseNo = pair.First.ResponseNo,
                Place = said.Place,
                Probabilities = said.Probabilities.Count > 0 ? [.. said.Probabilities] : null,
            };
        });

    /// <summary>
    /// What words added to the scores of held-out responses: those of letters alone. A word that is a name is told of nobody unless as many
    /// students wrote it as a cell must hold.
    /// </summary>
    public static IReadOnlyList<AttributedResponse> Attributed(this FitWork work, FitResult result) =>
    [
        .. from one in result.Attributions
           let response = work.Sets.HeldOut[one.Response]
           select new AttributedResponse(
               response.ResponseNo, response.StudentNo, response.Group,
               [
                   .. one.Words.Where(word => IsTold(word.Word))
                       .Select(word => KeyValuePair.Create(word.Word, Math.Round(word.Value * work.Scale.Step, AttributedDecimals))),
               ],
               Math.Round((one.Rest + one.Words.Where(word => !IsTold(word.Word)).Sum(word => word.Value)) * work.Scale.Step, AttributedDecimals)),
    ];

    private static bool IsTold(string word) => word.All(char.IsLetter);

    private static double Real(FitWork work, ResponseScore score) =>
        score.Score is { } levels ? work.Scale.Minimum + levels * work.Scale.Step : work.Scale.ScoreOf(score.Level);

    /// <summary>The responses of the held-out fold that were given no score.</summary>
    public static IEnumerable<UnscoredResponse> Unscored(this FitWork work, FitResult result) =>
        from pair in work.Sets.HeldOut.Zip(result.Scores)
        where pair.Second.Missing is not null
        select new UnscoredResponse(pair.First.ResponseNo, pair.First.Group, ContractJson.Word(pair.Second.Missing!.Value.ToString()));

    /// <summary>What is recorded of the fit, its scores aside.</summary>
    public static FitOutcome Outcome(this FitWork work, FitResult result) => new()
    {
        Sizes = new FitSizes
        {
            Training = work.Sets.Training.Count,
            Validation = work.Sets.Validation.Count,
            Scored = work.Sets.HeldOut.Count,
            Groups =
            [
                .. work.Sets.Training.Concat(work.Sets.Validation).GroupBy(response => response.Group)
                    .OrderBy(group => group.Key is null).ThenBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new FitGroupSize(
                        group.Key, group.Count(),
                        [.. DataSummary.CountLevels(group, work.Scale.LevelCount).Select(n => (long?)n)])),
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
