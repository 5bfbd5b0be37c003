using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Demonstration;

/// <summary>
/// Invents students and their responses, the same on every machine. The figures of these students prove nothing about real
/// ones; they show that the service works.
/// </summary>
/// <remarks>
/// A response's level is the number of ideas that it states: a latent ability (group mean + student + item), cut into four.
/// Female students' mean ability is higher by <see cref="AbilityGap"/>, about −0.12 points male − female in human scores.
/// Students write tersely or at length, male students more often tersely. Raters err by one level in one response of ten;
/// one response in four has a second rating; three in a hundred do not report gender.
/// </remarks>
internal sealed class SyntheticStudents
{
    public const double AbilityGap = 0.13;
    private const double RaterError = 0.10;
    private const double SecondRating = 0.25;
    private const double Typo = 0.02;
    private const double NotReported = 0.03;
    private static readonly double[] Cuts = [-0.75, 0.05, 0.8];
    private static readonly string[] Openings = ["", "", "", "I think ", "well ", "in my opinion ", "so "];
    private static readonly string[] Joints = [" and ", ", ", ". ", " also ", " because ", " so "];
    private readonly SeededRandom _random = new(20_260_301);

    /// <summary>All responses, item by item.</summary>
    public IEnumerable<GradedResponse> Responses(IReadOnlyList<DemonstrationItem> items)
    {
        var male = Students("m", items.Max(item => item.Male), groupMean: -AbilityGap / 2, terse: 0.6);
        var female = Students("f", items.Max(item => item.Female), groupMean: AbilityGap / 2, terse: 0.4);
        foreach (var item in items)
        {
            var number = 0;
            foreach (var student in Some(male, item.Male).Concat(Some(female, item.Female)))
            {
                yield return Respond(item, student, ++number, student.Gender);
            }
            foreach (var student in Some([.. male, .. female], (int)Math.Round(NotReported * (item.Male + item.Female))))
            {
                yield return Respond(item, student with { Id = $"{student.Id}-x" }, ++number, gender: null);
            }
        }
    }

    private List<Student> Students(string prefix, int count, double groupMean, double terse) =>
    [
        .. Enumerable.Range(1, count).Select(number => new Student(
            $"{prefix}{number:000}", prefix == "m" ? "male" : "female", groupMean + 0.6 * Normal(), Chance(terse))),
    ];

    private IEnumerable<Student> Some(IReadOnlyList<Student> students, int count) =>
        students.Select(student => (student, Order: _random.Next())).OrderBy(one => one.Order).Take(count).Select(one => one.student);

    private GradedResponse Respond(DemonstrationItem item, Student student, int number, string? gender)
    {
        var ability = student.Ability + 0.8 * Normal();
        var level = Cuts.Count(cut => ability > cut);
        return new GradedResponse
        {
            ResponseId = $"{item.ItemId}-{number:000}",
            ItemId = item.ItemId,
            StudentId = student.Id,
            Text = Write(item, level, student.IsTerse),
            HumanScore = Rate(level),
            FurtherScores = Chance(SecondRating) ? [Rate(level)] : [],
            Groups = gender is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["gender"] = gender },
            Cohort = SyntheticCohort.Name,
        };
    }

    private int Rate(int level) => Chance(RaterError) ? Math.Clamp(level + (Chance(0.5) ? 1 : -1), 0, 3) : level;

    private string Write(DemonstrationItem item, int level, bool isTerse)
    {
        var parts = item.Ideas.Select(idea => (Idea: idea, Order: _random.Next())).OrderBy(one => one.Order).Take(level)
            .Select(one => Pick(Chance(0.85) == isTerse ? one.Idea.Terse : one.Idea.Elaborate)).ToList();
        for (var missing = level; missing < 3; missing++)
        {
            if (parts.Count == 0 || Chance(0.5))
            {
                parts.Insert((int)(_random.Next() % (ulong)(parts.Count + 1)), Pick(item.Misconceptions));
            }
        }
        var text = Pick(Openings) + parts.Distinct().Aggregate((before, part) => before + Pick(Joints) + part);
        return string.Join(' ', text.Split(' ').Select(word => word.Length > 3 && Chance(Typo) ? Swap(word) : word));
    }

    private string Swap(string word)
    {
        var at = 1 + (int)(_random.Next() % (ulong)(word.Length - 2));
        return string.Concat(word.AsSpan(0, at), [word[at + 1], word[at]], word.AsSpan(at + 2));
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[(int)(_random.Next() % (ulong)from.Count)];

    private bool Chance(double probability) => Uniform() < probability;

    private double Uniform() => (_random.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A sum of twelve uniforms less six: close to normal, and exact on every machine.</summary>
    private double Normal() => Enumerable.Range(0, 12).Sum(_ => Uniform()) - 6;

    private sealed record Student(string Id, string Gender, double Ability, bool IsTerse);
}
