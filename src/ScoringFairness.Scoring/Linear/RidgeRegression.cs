using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace ScoringFairness.Scoring.Linear;

/// <summary>A line through levels: ridge regression, by Microsoft.ML's stochastic dual coordinate ascent.</summary>
/// <remarks>
/// Minimises Σ(y − wx − b)² + α‖w‖² with α = 1. On one thread and from one seed, so that it gives the same line each time.
/// Shalev-Shwartz, Zhang (2013), Journal of Machine Learning Research 14, 567–599.
/// </remarks>
internal sealed class RidgeRegression
{
    /// <summary>What squared weights weigh.</summary>
    public const double Alpha = 1;


    private const int Passes = 15;

    /// <summary>Times that each response is read: in the passes, and thrice to count, to measure and to check.</summary>
    public const int Readings = Passes + 3;

    private readonly float[] _weights;
    private readonly double _intercept;

    /// <summary>A line of given weights.</summary>
    public RidgeRegression(float[] weights, double intercept) => (_weights, _intercept) = (weights, intercept);

    /// <summary>Fits a line.</summary>
    /// <param name="features">The responses' vectors, all of one length.</param>
    /// <param name="levels">Their levels.</param>
    /// <param name="rows">Which of them to fit.</param>
    /// <param name="seed">Seed of the trainer.</param>
    /// <param name="afterRow">Called whenever a response is read; may throw <see cref="OperationCanceledException"/> to end the fit.</param>
    /// <param name="weights">What each of the rows weighs; null: all the same.</param>
    public static RidgeRegression Fit(
        IReadOnlyList<VBuffer<float>> features, IReadOnlyList<int> levels, IReadOnlyList<int> rows, int seed, Action afterRow, double[]? weights = null)
    {
        var mean = Mean(row => levels[row]);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features[0].Length);
        var data = new WatchedRows<Row>(
            rows.Count,
            at => new() { Features = features[rows[at]], Label = (float)(levels[rows[at]] - mean), Weight = weights is null ? 1 : (float)weights[at] },
            afterRow);
        var ml = new MLContext(seed);
        var trainer = ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            ExampleWeightColumnName = weights is null ? null : nameof(Row.Weight),
            L1Regularization = 0,
            L2Regularization = (float)(2 * Alpha / rows.Count),
            MaximumNumberOfIterations = Passes,
            ConvergenceCheckFrequency = Passes,
            NumberOfThreads = 1,
        });
        RidgeRegression line;
        try
        {
            line = new([.. trainer.Fit(ml.Data.LoadFromEnumerable(data, schema)).Model.Weights], 0);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is OperationCanceledException called)
        {
            // What shuffles the rows wraps what reading one of them throws.
            throw new OperationCanceledException(called.Message, exception, called.CancellationToken);
        }
        // The best intercept for these weights; the trainer's own still moves with each response when it stops.
        return new(line._weights, Mean(row => levels[row] - line.Score(features[row])));

        double Mean(Func<int, double> of) =>
            weights is null ? rows.Average(of) : rows.Select((row, at) => weights[at] * of(row)).Sum() / weights.Sum();
    }

    /// <summary>Writes the line.</summary>
    public void Write(BinaryWriter file)
    {
        file.Write(_intercept);
        foreach (var weight in _weights) file.Write(weight);
    }

    /// <summary>Reads a line that was written.</summary>
    /// <exception cref="InvalidDataException">It cannot be that.</exception>
    public static RidgeRegression Read(BinaryReader file, int features)
    {
        var intercept = file.ReadDouble();
        return double.IsFinite(intercept) ? new(file.ReadFloats(features), intercept) : throw new InvalidDataException("it holds what is no number");
    }

    /// <summary>What it adds to the place for each unit of a feature.</summary>
    public float Weight(int feature) => _weights[feature];

    /// <summary>The place of a vector of nothing.</summary>
    public double Intercept => _intercept;

    /// <summary>The line less other lines, each so many times.</summary>
    public RidgeRegression Less(IReadOnlyList<RidgeRegression> others, IReadOnlyList<double> times) => new(
        [.. _weights.Select((weight, at) => (float)(weight - others.Zip(times, (other, many) => many * other._weights[at]).Sum()))],
        _intercept - others.Zip(times, (other, many) => many * other._intercept).Sum());

    /// <summary>Where a vector lies on the line, in levels.</summary>
    public double Score(in VBuffer<float> features)
    {
        var sum = _intercept;
        var places = features.GetIndices();
        var values = features.GetValues();
        for (var at = 0; at < values.Length; at++) sum += _weights[features.IsDense ? at : places[at]] * values[at];
        return sum;
    }

    private sealed class Row
    {
        public VBuffer<float> Features { get; init; }

        public float Label { get; init; }

        public float Weight { get; init; }
    }
}
