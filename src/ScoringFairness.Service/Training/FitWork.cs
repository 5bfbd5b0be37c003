using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Probes;
using ScoringFairness.Service.Audits;
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

    /// <summary>The responses that students of its scorer train on, which are scored for them; none where it has no students.</summary>
    public IReadOnlyList<PlannedResponse> ForStudents { get; init; } = [];

    /// <summary>What its teacher says of training responses, by their numbers; null: it has no teacher.</summary>
    public IReadOnlyDictionary<int, TaughtScore>? Lessons { get; init; }

    /// <summary>What is scored: the held-out responses, then those with words swapped, then what students train on.</summary>
    public IReadOnlyList<string> Scored =>
    [
        .. Sets.HeldOut.Select(response => Texts[response.ResponseId]), .. Swaps.Select(swap => swap.Text),
        .. ForStudents.Select(response => Texts[response.ResponseId]),
    ];

    /// <summary>What probes guessed of the groups of held-out responses; nothing where nobody asked, or where there are no vectors.</summary>
    public IReadOnlyList<GuessedGroup> Guesses { get; init; } = [];

    /// <summary>The fit with what probes guess from the vectors that its engine told: of each focal group and the reference.</summary>
    public FitWork Probed(FitResult result, AuditDesign design, Fit fit, CancellationToken cancellation)
    {
        var held = Sets.HeldOut;
        if (result.Vectors.Count < held.Count || held.Count == 0)
        {
            return this;
        }
        // The parts are those of the fold: each scorer's probes hold out the same responses together.
        var probe = new GroupProbe(
            [.. held.Select(response => Texts[response.ResponseId])], result.Vectors, [.. held.Select(response => response.ClusterNo)],
            SeededRandom.SeedOf(design.Seed, "probe", fit.ItemId, fit.Repeat, fit.Fold), cancellation);
        return this with
        {
            Guesses =
            [
                .. from focal in design.Groups.Skip(1)
                   from guess in probe.Guesses(at => held[at].Group == design.Reference ? true : held[at].Group == focal ? false : null)
                   let response = held[guess.At]
                   select new GuessedGroup(
                       response.ResponseNo, response.StudentNo, response.Group!, focal, guess.Part, guess.ByVector, guess.ByPlain),
            ],
        };
    }

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
            Teacher = Lessons?.GetValueOrDefault(response.ResponseNo) is { } said ? new TeacherScore(said.Probabilities ?? [], said.Place) : null,
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

    /// <summary>What it says of the responses that students train on.</summary>
    public IEnumerable<TaughtScore> Taught(FitResult result) =>
        ForStudents.Zip(result.Scores.Skip(Sets.HeldOut.Count + Swaps.Count)).Where(pair => pair.Second.Missing is null).Select(pair =>
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
