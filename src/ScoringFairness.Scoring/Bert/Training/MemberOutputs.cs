using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a training, or the mean of several, says of responses held out and of those to score.</summary>
internal sealed record MemberOutputs
{
    /// <summary>The losses that were made small, by head.</summary>
    public required IReadOnlyList<ITrainingLoss> Losses { get; init; }

    /// <summary>Outputs for the texts to score: log-probabilities, or a number of each head.</summary>
    public required float[][] Scored { get; init; }

    /// <summary>Those of a regression for the texts held out.</summary>
    public required float[][] HeldOut { get; init; }

    /// <summary>By head, the outputs of the line that a regression began with.</summary>
    public required (double[][] HeldOut, double[][] Scored) Before { get; init; }

    /// <summary>By head, what the line through the texts held out as well adds to those of the texts to score.</summary>
    public required double[][] Added { get; init; }

    /// <summary>By head, outputs of training texts by lines that did not see them.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<int, double>> Unseen { get; init; }

    /// <summary>The course of the training by head.</summary>
    public required IReadOnlyList<IReadOnlyList<EpochRecord>> Epochs { get; init; }

    /// <summary>The epoch whose weights gave the outputs.</summary>
    public required int ChosenEpoch { get; init; }

    /// <summary>Seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Tokens trained on in one of them.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Of the weights that it started from.</summary>
    public required string Digest { get; init; }

    /// <summary>What a reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>What the head sees of each text to score; empty where nobody asked.</summary>
    public IReadOnlyList<float[]> Vectors { get; init; } = [];

    /// <summary>By head, what words moved the scores; none where nobody asked, or where several trainings score together.</summary>
    public IReadOnlyList<IReadOnlyList<ResponseAttribution>> Attributions { get; init; } = [];

    /// <summary>By head, whether it is no better than the frequencies of the levels.</summary>
    public IReadOnlyList<bool> LearntNothing { get; init; } = [];

    /// <summary>The mean of trainings from several seeds: of places, or of probabilities. One that has learnt nothing is a part of it.</summary>
    public static MemberOutputs Mean(IReadOnlyList<MemberOutputs> members)
    {
        var first = members[0];
        if (members.Count == 1) return first;
        var isNumber = first.Losses[0] is RegressionLoss;
        return first with
        {
            Scored = [.. first.Scored.Select((output, row) => Array.ConvertAll(
                [.. Enumerable.Range(0, output.Length)],
                (int at) => isNumber
                    ? members.Average(one => one.Scored[row][at])
                    : MathF.Log(members.Average(one => MathF.Exp(one.Scored[row][at])))))],
            HeldOut = [.. first.HeldOut.Select((output, row) => output.Select((_, head) => members.Average(one => one.HeldOut[row][head])).ToArray())],
            Before = (OfHeads(one => one.Before.HeldOut), OfHeads(one => one.Before.Scored)),
            Added = OfHeads(one => one.Added),
            Unseen =
            [
                .. first.Unseen.Select((unseen, head) => unseen.ToDictionary(one => one.Key, one => members.Average(other => other.Unseen[head][one.Key]))),
            ],
            Seconds = members.Sum(one => one.Seconds),
            // What the mean of them sees is what each of them does.
            Vectors = [.. first.Vectors.Select((_, row) => members.SelectMany(one => one.Vectors[row]).ToArray())],
            LearntNothing = [.. first.LearntNothing.Select((_, head) => members.All(one => one.LearntNothing[head]))],
        };

        double[][] OfHeads(Func<MemberOutputs, double[][]> of) =>
            [.. of(first).Select((outputs, head) => outputs.Select((_, row) => members.Average(one => of(one)[head][row])).ToArray())];
    }

    /// <summary>What the outputs of a head mean; null where it is no regression.</summary>
    /// <param name="rows">The texts.</param>
    /// <param name="head">The head.</param>
    /// <param name="levelCount">Levels of its scale.</param>
    /// <param name="cuts">How they are cut into levels.</param>
    public RegressionPlaces? Places(FitRows rows, int head, int levelCount, LevelCutRule cuts)
    {
        if (Losses[head] is not RegressionLoss loss) return null;
        int[] held = [.. rows.Validation.Index().Where(row => row.Item.Heads[head] is not null).Select(row => row.Index)];
        return new(
            loss,
            new(
                [.. held.Select(row => (double)HeldOut[row][head])], [.. held.Select(row => Before.HeldOut[head][row])],
                [.. held.Select(row => rows.Validation[row].Heads[head]!.Value.Level)]),
            [.. Unseen[head].OrderBy(one => one.Key).Select(one => (one.Value, rows.Training[one.Key].Heads[head]!.Value.Level))],
            levelCount, cuts);
    }

    /// <summary>The scores of a head.</summary>
    /// <param name="places">What its outputs mean, of a regression.</param>
    /// <param name="head">The head.</param>
    /// <param name="kind">What levels are to it.</param>
    public IEnumerable<ResponseScore> Scores(RegressionPlaces? places, int head, LevelHead kind) => places is null
        ? Scored.Select(output => ScoringPass.Score(output, kind))
        : places.Score(Array.ConvertAll(Scored, output => (double)output[head]), Before.Scored[head], Added[head]);
}
