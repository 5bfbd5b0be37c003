using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>A scorer's scopes: one for each item, and one for all responses where the items share a scale.</summary>
internal sealed class ScorerScopes
{
    /// <summary>The scorer's number; null of humans.</summary>
    public required int? Scorer { get; init; }

    /// <summary>Which scores of the students one by one are drawn; null where none stand there.</summary>
    public int? Column { get; init; }

    /// <summary>The scopes of the items, in their order.</summary>
    public required IReadOnlyList<Scope> Items { get; init; }

    /// <summary>The scope of all responses; null with one item, or with several scales.</summary>
    public required Scope? Pooled { get; init; }

    /// <summary>All scopes, the items first.</summary>
    public IEnumerable<Scope> All => Pooled is null ? Items : Items.Append(Pooled);

    /// <summary>The scopes of the human scores that this scorer was given; null but for one scorer.</summary>
    public ScorerScopes? Human { get; init; }

    /// <summary>The cubes of the items.</summary>
    public IReadOnlyList<CountCube> Cubes => [.. Items.Select(scope => scope.Cube)];

    /// <summary>Makes the scopes of a scorer.</summary>
    public static ScorerScopes Of(
        EvaluationData data, EvaluationOptions options, StudyScorer scorer, int? number, IReadOnlyList<CountCube> cubes,
        ScorerScopes? human = null, int? column = null, string? form = null)
    {
        var groups = data.Groups.Index().ToDictionary(group => group.Item, group => group.Index);
        var everyone = data.Students is null ? null : StudentsOf(data, null, null);
        return new ScorerScopes
        {
            Scorer = number,
            Column = column ?? number,
            Human = human,
            Items = [.. data.Items.Select((item, at) => Make(at, item.ItemId, cubes[at], [cubes[at]]))],
            Pooled = data.IsPoolable ? Make(null, null, CountCube.Pool(cubes), cubes) : null,
        };

        Scope Make(int? item, string? itemId, CountCube cube, IReadOnlyList<CountCube> parts)
        {
            var isClustered = data.Students is { } students && (item is not { } its || StudentBootstrap.RepeatsWithin(students, its));
            return new()
            {
                Scorer = scorer,
                Number = number,
                Form = form,
                Item = item,
                ItemId = itemId,
                Cube = cube,
                Parts = parts,
                OffScale = number is { } one && data.OffScale is { } off ? item is { } only ? off[one][only] : off[one].Sum() : 0,
                Groups = data.Groups,
                Reference = groups[options.Reference],
                Focal = [.. options.Focal.Select(label => groups[label])],
                Options = options,
                StudyStudents = everyone,
                SharesStudents = data.Students is not null && data.Items.Count > 1,
                Clustered = isClustered,
                StudentsByGroup = isClustered ? StudentsOf(data, number, item) : null,
            };
        }
    }

    /// <summary>The different students of each group that a scorer scored, or that a human did.</summary>
    private static long[] StudentsOf(EvaluationData data, int? scorer, int? item)
    {
        var (responses, counts, met) = (data.Students!, new long[data.Groups.Count], new HashSet<(int Student, int Group)>());
        for (var at = 0; at < responses.Student.Count; at++)
        {
            if ((item is null || responses.Item[at] == item) && (scorer is not { } number || !double.IsNaN(responses.Machine[number][at]))
                && met.Add((responses.Student[at], responses.Group[at])))
            {
                counts[responses.Group[at]]++;
            }
        }
        return counts;
    }
}
