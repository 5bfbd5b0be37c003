using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The bootstrap of students, stratified by group: a student is drawn with all responses, so that intervals allow for
/// students who answered several items. All scorers are drawn together: differences between them stay paired.
/// </summary>
internal sealed class StudentBootstrap
{
    private readonly StudentResponses _responses;
    private readonly int[][] _strata;
    private readonly IReadOnlyList<double>[] _scores;
    private readonly int[][] _levels;
    private readonly int _students;
    private readonly ulong _stream;

    /// <param name="responses">The responses; a student's group is that of the student's first response.</param>
    /// <param name="items">The items.</param>
    /// <param name="stream">The purpose of the random numbers.</param>
    public StudentBootstrap(StudentResponses responses, IReadOnlyList<StudyItem> items, ulong stream)
    {
        (_responses, _stream) = (responses, stream);
        _students = responses.Student.Max() + 1;
        _strata = [.. responses.Student.Zip(responses.Group).DistinctBy(one => one.First).GroupBy(one => one.Second)
            .OrderBy(stratum => stratum.Key).Select(stratum => stratum.Select(one => one.First).Order().ToArray())];
        _scores = [.. responses.Machine, .. responses.Second is { } second ? [second] : Array.Empty<IReadOnlyList<double>>(), .. responses.Expected ?? []];
        _levels = [.. _scores.Select(raws => raws.Select((raw, at) =>
            double.IsNaN(raw) ? -1 : items[responses.Item[at]].Scale.NearestLevel(raw)).ToArray())];
    }

    /// <summary>How often each student is in draw number <paramref name="draw"/>.</summary>
    public int[] Weights(int draw)
    {
        var random = new RandomStream(_stream, draw);
        var times = new int[_students];
        foreach (var stratum in _strata)
        {
            for (var place = 0; place < stratum.Length; place++)
            {
                times[stratum[random.Below(stratum.Length)]]++;
            }
        }
        return times;
    }

    /// <summary>The place of the second human among the scorers, after them all.</summary>
    public static int? SecondHuman(StudentResponses? responses) => responses?.Second is null ? null : responses.Machine.Count;

    /// <summary>The place of a scorer's scores before they were brought onto the scale, after the second human.</summary>
    public static int? Expected(StudentResponses? responses, int scorer) =>
        responses?.Expected is null ? null : responses.Machine.Count + (responses.Second is null ? 0 : 1) + scorer;

    /// <summary>The cubes of a scorer, by item, with each response as often as its student was drawn.</summary>
    public void Weigh(int scorer, int[] times, IReadOnlyList<CountCube> into)
    {
        Weigh(scorer, times, into, _levels[scorer]);
    }

    /// <summary>The same of the responses that a second human rated, for a scorer and for that human.</summary>
    public void WeighRatedTwice(int scorer, int[] times, IReadOnlyList<CountCube> machine, IReadOnlyList<CountCube> second)
    {
        var human = _responses.Machine.Count;
        Weigh(scorer, times, machine, _levels[human]);
        Weigh(human, times, second, _levels[scorer]);
    }

    private void Weigh(int scorer, int[] times, IReadOnlyList<CountCube> into, int[] alsoScored)
    {
        foreach (var cube in into)
        {
            cube.Clear();
        }
        var (machine, levels) = (_scores[scorer], _levels[scorer]);
        for (var at = 0; at < levels.Length; at++)
        {
            var weight = times[_responses.Student[at]];
            if (weight > 0 && levels[at] >= 0 && alsoScored[at] >= 0)
            {
                into[_responses.Item[at]].Add(_responses.Group[at], _responses.Human[at], levels[at], machine[at], weight);
            }
        }
    }

    /// <summary>Whether some student gave more than one of the responses to an item that a scorer scored.</summary>
    public static bool RepeatsWithin(StudentResponses responses, int item) =>
        responses.Item.Zip(responses.Student).Where(one => one.First == item).GroupBy(one => one.Second).Any(one => one.Skip(1).Any());
}
