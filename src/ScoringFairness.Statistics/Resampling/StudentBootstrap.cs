using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The bootstrap of students, stratified by group: a student is drawn with all responses, so that intervals allow for
/// students who answered several items. All scorers are drawn together: differences between them stay paired.
/// </summary>
internal static class StudentBootstrap
{
    /// <summary>Draws students and hands on, for each draw, how often each response was drawn.</summary>
    /// <param name="students">The responses by student; a student's group is that of the student's first response.</param>
    /// <param name="draws">How many.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="use">Takes the number of the draw and how often each response is in it.</param>
    /// <param name="cancellation">Ends the computation between draws.</param>
    public static void Run(
        StudentResponses students, int draws, RandomStream random, Action<int, int[]> use, CancellationToken cancellation)
    {
        var responses = students.Student.Count;
        var count = students.Student.Max() + 1;
        var groupOf = Enumerable.Repeat(-1, count).ToArray();
        for (var response = 0; response < responses; response++)
        {
            if (groupOf[students.Student[response]] < 0)
            {
                groupOf[students.Student[response]] = students.Group[response];
            }
        }
        var strata = Enumerable.Range(0, count).Where(student => groupOf[student] >= 0).GroupBy(student => groupOf[student])
            .OrderBy(stratum => stratum.Key).Select(stratum => stratum.ToArray()).ToArray();
        var times = new int[count];
        var weights = new int[responses];
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(times);
            foreach (var stratum in strata)
            {
                for (var place = 0; place < stratum.Length; place++)
                {
                    times[stratum[random.Below(stratum.Length)]]++;
                }
            }
            for (var response = 0; response < responses; response++)
            {
                weights[response] = times[students.Student[response]];
            }
            use(draw, weights);
        }
    }

    /// <summary>The cube of a scorer with each response as often as it was drawn.</summary>
    public static void Weigh(StudentResponses students, IReadOnlyList<double> machine, int[] levels, int[] weights, CountCube into)
    {
        into.Clear();
        for (var response = 0; response < weights.Length; response++)
        {
            if (weights[response] > 0 && levels[response] >= 0)
            {
                into.Add(students.Group[response], students.Human[response], levels[response], machine[response], weights[response]);
            }
        }
    }
}
