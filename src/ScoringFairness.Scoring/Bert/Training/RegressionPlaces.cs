using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>
/// What the outputs of a regression mean, told by responses of the training part that it was not fitted on: how much of what fine-tuning
/// changed holds for them, where levels are cut, and how far scores are off.
/// </summary>
/// <remarks>
/// Cuts need many responses, and those held out are few. Where fine-tuning moved them little, the places that training responses have on
/// lines that did not see them are counted in.
/// </remarks>
internal sealed class RegressionPlaces
{
    /// <summary>With fewer, all of it is taken to hold, a level is the nearest one, and there are no probabilities.</summary>
    private const int FewestForCuts = 10;

    /// <summary>The share of their variance by which places are moved little.</summary>
    private const double Little = 0.04;

    private readonly RegressionLoss _loss;
    private readonly LinearScoring _scoring;

    /// <param name="loss">Knows the places of outputs.</param>
    /// <param name="heldOut">Responses held out of training.</param>
    /// <param name="unseen">Outputs of the training responses by lines that did not see them, with their levels; none where there are none.</param>
    /// <param name="levelCount">Levels of the scale.</param>
    /// <param name="cuts">How they are cut into levels.</param>
    public RegressionPlaces(
        RegressionLoss loss, ChangedOutputs heldOut, IReadOnlyList<(double Output, int Level)> unseen, int levelCount, LevelCutRule cuts = LevelCutRule.Qwk)
    {
        _loss = loss;
        if (heldOut.Levels.Count < FewestForCuts)
        {
            (Share, HeldOut, _scoring) = (1, Of(heldOut.Outputs, heldOut.Before), new(LevelCuts.Nearest(levelCount), null, levelCount));
            return;
        }
        Share = heldOut.Share(loss);
        HeldOut = Of(heldOut.Outputs, heldOut.Before);
        var told = Share * Share * heldOut.Change <= Little ? unseen : [];
        double[] places = [.. HeldOut, .. told.Select(one => loss.Place(one.Output))];
        int[] levels = [.. heldOut.Levels, .. told.Select(one => one.Level)];
        _scoring = new(
            LevelCutSearch.Best(places, levels, levelCount, cuts),
            Math.Sqrt(places.Zip(levels, (place, level) => (place - level) * (place - level)).Average()), levelCount);
    }

    /// <summary>The share of what fine-tuning changed that is taken over, 0 to 1.</summary>
    public double Share { get; } = 1;

    /// <summary>What a reader should know of it; null where nothing.</summary>
    public string? Note => Share > 0 ? null : Kept;

    private const string Kept =
        "What fine-tuning changed brought responses held out of it no nearer to their human scores: "
        + "the scores are those of the line on the encoder's layers and features that it began with.";

    /// <summary>What a place means.</summary>
    public LinearScoring Scoring => _scoring;

    /// <summary>The level of an output of 0, and the levels for each unit of output.</summary>
    public (double Mean, double Deviation) Units => (_loss.Place(0), _loss.Place(1) - _loss.Place(0));

    /// <summary>Where the responses held out lie.</summary>
    public double[] HeldOut { get; }

    /// <summary>Scores responses.</summary>
    /// <param name="outputs">Their outputs.</param>
    /// <param name="before">Their outputs before the first step.</param>
    /// <param name="added">What the line through the responses held out as well adds to them.</param>
    public IEnumerable<ResponseScore> Score(IReadOnlyList<double> outputs, IReadOnlyList<double> before, IReadOnlyList<double> added) =>
        Of([.. outputs.Zip(added, (output, more) => output + more)], [.. before.Zip(added, (output, more) => output + more)]).Select(_scoring.Of);

    private double[] Of(IReadOnlyList<double> outputs, IReadOnlyList<double> before) =>
        [.. outputs.Zip(before, (output, first) => _loss.Place(first + Share * (output - first)))];
}
