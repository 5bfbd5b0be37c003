using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Tables;

/// <summary>Counts the students behind score tables.</summary>
public static class StudentTables
{
    /// <summary>
    /// The students of each table of <see cref="ScoreTables"/> in which some student has several responses; of the others each response is
    /// another student's.
    /// </summary>
    public static IReadOnlyList<StudentTable> Of(EvaluationData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Students is not { } students)
        {
            return [];
        }
        var repeated = data.Items.Index().Where(item => StudentBootstrap.RepeatsWithin(students, item.Index)).Select(item => (int?)item.Index).ToList();
        return
        [
            .. from scorer in data.Scorers.Index()
               from item in data.IsPoolable ? repeated.Prepend(null) : repeated
               select Of(data, students, scorer.Index, item),
        ];
    }

    private static StudentTable Of(EvaluationData data, StudentResponses students, int scorer, int? item)
    {
        var scale = data.Items[item ?? 0].Scale;
        var size = scale.LevelCount;
        var groups = data.Groups.Count;
        var (all, human, machine, cells) = (new Distinct(groups, 1), new Distinct(groups, size), new Distinct(groups, size), new Distinct(groups, size * size));
        for (var at = 0; at < students.Student.Count; at++)
        {
            var score = students.Machine[scorer][at];
            if (double.IsNaN(score) || (item is { } own && students.Item[at] != own))
            {
                continue;
            }
            var (student, group, level) = (students.Student[at], students.Group[at], scale.NearestLevel(score));
            all.Add(student, group, place: 0);
            human.Add(student, group, students.Human[at]);
            machine.Add(student, group, level);
            cells.Add(student, group, (students.Human[at] * size) + level);
        }
        return new StudentTable
        {
            ItemId = item is { } one ? data.Items[one].ItemId : null,
            Scorer = data.Scorers[scorer].Name,
            Split = data.Scorers[scorer].Split,
            Groups =
            [
                .. Enumerable.Range(0, groups).Select(group => new GroupStudents
                {
                    N = all.Counts[group][0],
                    Human = human.Counts[group],
                    Machine = machine.Counts[group],
                    Counts = [.. cells.Counts[group].Chunk(size)],
                }),
            ],
        };
    }

    /// <summary>Counts each student once at a place of a group.</summary>
    private sealed class Distinct(int groups, int places)
    {
        private readonly HashSet<(int Student, int Group, int Place)> _met = [];

        public long[][] Counts { get; } = [.. Enumerable.Range(0, groups).Select(_ => new long[places])];

        public void Add(int student, int group, int place)
        {
            if (_met.Add((student, group, place)))
            {
                Counts[group][place]++;
            }
        }
    }
}
