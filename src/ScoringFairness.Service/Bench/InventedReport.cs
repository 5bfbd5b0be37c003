using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Scorers.Bert;
using ScoringFairness.Service.Training;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Bench;

/// <summary>A report of invented responses, as large as wished; its figures are computed as any others.</summary>
internal static class InventedReport
{
    private const int PerGroup = 200;
    private const int Folds = 3;
    private static readonly ScoreScale Scale = new(0, 3, 1);

    /// <summary>The training splits.</summary>
    public static IReadOnlyList<string> Splits { get; } = [TrainingSplit.Mixed, TrainingSplit.MixedMatched, "only:group 1", "only:group 2"];

    /// <summary>The report with its training runs.</summary>
    public static (AuditReport Report, IReadOnlyList<Fit> Fits) Of(int items, int groups, CancellationToken cancellation)
    {
        var random = new Random(17);
        string[] labels = [.. Enumerable.Range(1, groups).Select(group => $"group {group}")];
        string[] itemIds =
            [.. Enumerable.Range(1, items).Select(item => string.Create(CultureInfo.InvariantCulture, $"item-{item:00}-of-the-invented-assessment"))];
        var data = Data(itemIds, labels, random);
        var options = new EvaluationOptions
        {
            Attribute = "group",
            Reference = labels[0],
            Focal = labels[1..],
            BootstrapDraws = 100,
            Permutations = 100,
            Seed = 17,
            Tolerances = AuditDefaults.Tolerances,
            Minimums = AuditDefaults.Minimums,
        };
        var audited = new AuditedData
        {
            Items =
            [
                .. itemIds.Index().Select(item => new AuditedItem
                {
                    ItemId = item.Item,
                    Scale = Items.Scale.Of(Scale),
                    Groups = [.. labels.Index().Select(group => DataSummary.Of(
                        group.Item,
                        [.. Enumerable.Range(0, Scale.LevelCount).Select(level => data.Cubes[0][item.Index].AtHuman(group.Index, level))],
                        Scale, AuditDefaults.MinCellSize))],
                    NotReported = 0,
                    Excluded = [],
                }),
            ],
        };
        var header = new ReportHeader
        {
            Name = "Invented report",
            Version = Health.Version,
            Attribute = "group",
            Groups = labels,
            Confidence = options.Confidence,
            Seed = options.Seed,
            MinGroupSize = AuditDefaults.MinGroupSize,
            MinCellSize = AuditDefaults.MinCellSize,
            Request = options,
        };
        return (
            AuditReport.Of(header, audited, [], StudyEvaluation.Evaluate(data, options, cancellation), ScoreTables.Of(data, options.Confidence)),
            Fits(itemIds, labels, random));
    }

    private static EvaluationData Data(string[] itemIds, string[] labels, Random random)
    {
        var cubes = Splits.Select(_ => itemIds.Select(_ => new CountCube(labels.Length, Scale)).ToArray()).ToArray();
        var pairs = new Dictionary<(int Other, int Item, int Group, bool One, bool Two), long>();
        for (var response = 0; response < itemIds.Length * labels.Length * PerGroup; response++)
        {
            var (item, group) = (response % itemIds.Length, response / itemIds.Length % labels.Length);
            var human = random.Next(Scale.LevelCount);
            var machine = Splits.Select(_ => random.NextDouble() < 0.65 ? human : Math.Clamp(human + random.Next(-1, 2), 0, Scale.LevelCount - 1)).ToArray();
            for (var split = 0; split < Splits.Count; split++)
            {
                cubes[split][item].Add(group, human, machine[split]);
                var pair = (split, item, group, machine[0] == human, machine[split] == human);
                pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
            }
        }
        return new EvaluationData
        {
            Groups = labels,
            Items = [.. itemIds.Select(id => new StudyItem(id, Scale))],
            Scorers = [.. Splits.Select(split => new StudyScorer(BertKind.Kind, split))],
            Cubes = cubes,
            Pairs = [.. pairs.Where(pair => pair.Key.Other > 0).Select(pair => new PairedCount(
                0, pair.Key.Other, pair.Key.Item, pair.Key.Group, pair.Key.One, pair.Key.Two, pair.Value))],
        };
    }

    private static List<Fit> Fits(string[] itemIds, string[] labels, Random random) =>
    [
        .. (from itemId in itemIds from split in Splits from fold in Enumerable.Range(0, Folds) select (itemId, split, fold)).Index().Select(fit => new Fit
        {
            FitNo = fit.Index + 1,
            ItemId = fit.Item.itemId,
            Scorer = BertKind.Kind,
            Split = fit.Item.split,
            Fold = fit.Item.fold,
            Repeat = 0,
            Seed = random.NextInt64(),
            Status = "done",
            Attempt = 1,
            TakeOvers = 0,
            Epochs = 8,
            Fraction = 1,
            ChosenEpoch = 6,
            Seconds = 12.3,
            CheckpointDigest = new string('0', 64),
            Sizes = new FitSizes
            {
                Training = 212, Validation = 54, Scored = 133, Groups = [.. labels.Select(label => new FitGroupSize(label, 133, [30, 35, 33, 35]))],
            },
            Losses =
            [
                .. Enumerable.Range(1, 8).Select(epoch =>
                    new EpochLoss(epoch, 1.4 / epoch + 0.1 * random.NextDouble(), 1.4 / epoch + 0.2 + 0.1 * random.NextDouble(), 0.6)),
            ],
        }),
    ];
}
