using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>The responses in the order of their students, as the cells they fall into.</summary>
internal sealed class StudentCells
{
    private readonly StudentResponses _responses;
    private readonly IReadOnlyList<StudyItem> _items;
    private readonly int[] _order;

    public StudentCells(StudentResponses responses, IReadOnlyList<StudyItem> items)
    {
        (_responses, _items) = (responses, items);
        _order = [.. Enumerable.Range(0, responses.Student.Count)];
        // The number breaks ties: sums must not depend on how a sort treats equal students.
        Array.Sort(responses.Student.Index().Select(one => ((long)one.Item << 32) | (uint)one.Index).ToArray(), _order);
    }

    /// <summary>
    /// The covariance of differences when students, not responses, are independent: the sum over students of the products of what
    /// all of a student's responses move them by, which is what drawing students with replacement gives. No variance is taken to be
    /// smaller than that of independent responses.
    /// </summary>
    /// <param name="scorer">The scorer; after the last of them, the second human.</param>
    /// <param name="differences">The differences by item, or one set with no item, which is of the responses to all items.</param>
    /// <param name="weights">The weight of each set.</param>
    public double[][] Covariance(int scorer, IReadOnlyList<(int? Item, RateDifferences Of)> differences, IReadOnlyList<double> weights)
    {
        var first = differences.Select((_, at) => differences.Take(at).Sum(before => before.Of.Values.Length)).ToArray();
        var size = differences.Sum(one => one.Of.Values.Length);
        var covariance = Enumerable.Range(0, size).Select(part => new double[part + 1]).ToArray();
        var moved = new double[size];
        var touched = new List<int>();
        var (students, machine) = (0, scorer < _responses.Machine.Count ? _responses.Machine[scorer] : _responses.Second!);
        for (var place = 0; place < _order.Length;)
        {
            var student = _responses.Student[_order[place]];
            for (; place < _order.Length && _responses.Student[_order[place]] == student; place++)
            {
                var at = _order[place];
                for (var one = 0; one < differences.Count && !double.IsNaN(machine[at]); one++)
                {
                    if (differences[one].Item is not { } item || item == _responses.Item[at])
                    {
                        differences[one].Of.AddInfluence(
                            _responses.Group[at], _responses.Human[at], _items[_responses.Item[at]].Scale.NearestLevel(machine[at]),
                            moved.AsSpan(first[one], differences[one].Of.Values.Length));
                    }
                }
            }
            touched.Clear();
            for (var part = 0; part < size; part++)
            {
                if (moved[part] != 0)
                {
                    touched.Add(part);
                }
            }
            students += touched.Count > 0 ? 1 : 0;
            foreach (var one in touched)
            {
                foreach (var other in touched)
                {
                    if (other > one)
                    {
                        break;
                    }
                    covariance[one][other] += moved[one] * moved[other];
                }
            }
            Array.Clear(moved);
        }
        var set = differences.SelectMany((one, at) => Enumerable.Repeat(at, one.Of.Values.Length)).ToArray();
        for (var part = 0; part < size; part++)
        {
            for (var other = 0; other <= part; other++)
            {
                covariance[part][other] *= weights[set[part]] * weights[set[other]] * students / Math.Max(1, students - 1);
            }
            var independent = weights[set[part]] * weights[set[part]] * differences[set[part]].Of.Covariance[part - first[set[part]]][^1];
            covariance[part][part] = Math.Max(covariance[part][part], independent);
        }
        return covariance;
    }
}
