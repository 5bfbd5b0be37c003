using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>
/// A population whose true scores are normal, with groups whose means lie half a deviation apart, each response of a student of its
/// own. Two humans and the machine err each for themselves, by half a deviation, and give levels: the scorer is fair given the true
/// score, and not given a human's, but for what is planted.
/// </summary>
internal sealed class TwoRaters
{
    private const double Apart = 0.5;
    private const double Error = 0.5;
    private readonly ScoreScale _scale;
    private readonly double _deviation;
    private readonly double _lowered;

    public TwoRaters(int levels, PlantedDisparity planted)
    {
        if (planted is not (PlantedDisparity.None or PlantedDisparity.Shift))
        {
            throw new ArgumentOutOfRangeException(nameof(planted), planted, "Two raters are simulated with nothing planted, or a shift.");
        }
        // Five deviations from end to end.
        (_scale, _deviation) = (new ScoreScale(0, levels - 1, 1), (levels - 1) / 5.0);
        _lowered = PlantedStrength.Usual(planted);
    }

    /// <summary>A study of <paramref name="n"/> responses of each group, drawn at random.</summary>
    public EvaluationData Sample(int n, ulong purpose, int number)
    {
        var random = new RandomStream(purpose, number);
        var (machines, seconds, twice) = (new CountCube(2, _scale), new CountCube(2, _scale), new DoubleRatings(2, _scale));
        RatingSums[] sums = [new RatingSums(), new RatingSums()];
        for (var response = 0; response < 2 * n; response++)
        {
            var group = response % 2;
            var (own, ofFirst) = random.Normals();
            var (ofSecond, ofMachine) = random.Normals();
            var truth = own + (group == 0 ? Apart : -Apart) / 2;
            var (first, second, machine) = (Level(truth, ofFirst), Level(truth, ofSecond), Level(truth, ofMachine));
            if (group == 1 && machine > 0 && random.Uniform() < _lowered)
            {
                machine--;
            }
            var (rating, score) = (_scale.ScoreOf(second), _scale.ScoreOf(machine));
            machines.Add(group, first, score);
            seconds.Add(group, first, rating);
            twice.Add(group, first, rating, score);
            sums[group].Add([_scale.ScoreOf(first), rating], score);
        }
        return new EvaluationData
        {
            Groups = [Population.Reference, Population.Focal],
            Items = [new StudyItem("simulated", _scale)],
            Scorers = [new StudyScorer("simulated", null)],
            Cubes = [[machines]],
            SecondRatings = [seconds],
            Ratings = [[sums]],
            DoubleRatings = [[twice]],
        };
    }

    private int Level(double truth, double error) => _scale.NearestLevel((_scale.Maximum / 2) + _deviation * (truth + Error * error));
}
