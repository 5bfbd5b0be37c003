using System.Text.Json.Nodes;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Reports.Suppression;

namespace ScoringFairness.Service.Tests.Reports.Attack;

/// <summary>
/// What a reader of a report knows of one group's tables: every published count, mean, deviation, share, rate, odds figure and total as
/// bounds of the unknown counts, those of the other groups taken as known to the reader.
/// </summary>
internal sealed class PublishedFacts
{
    private const double Digits = 1e-9;
    private readonly JsonNode _report;
    private readonly IReadOnlyList<AttackedRow> _rows;
    private readonly string _group;
    private readonly int _levels;
    private readonly List<(string Item, int Scorer)> _tables;
    private readonly bool _isPooled;

    public PublishedFacts(JsonNode report, IReadOnlyList<AttackedRow> rows, string group, int levels)
    {
        (_report, _rows, _group, _levels) = (report, rows, group, levels);
        var items = rows.Select(row => row.Item).Distinct().ToList();
        _isPooled = items.Count > 1;
        _tables = [.. items.SelectMany(item => Enumerable.Range(0, rows[0].Machines.Count).Select(scorer => (item, scorer)))];
        Truth = new long[_tables.Count * levels * levels];
        foreach (var row in rows.Where(row => row.Group == group))
        {
            foreach (var (scorer, machine) in row.Machines.Index())
            {
                Truth[Place(_tables.IndexOf((row.Item, scorer)), row.Human, machine)]++;
            }
        }
        Collect();
    }

    /// <summary>The true counts, table by table, human score by human score.</summary>
    public long[] Truth { get; }

    /// <summary>What is published, each as a bound with what it was taken from.</summary>
    public List<(string From, Bound Bound)> All { get; } = [];

    /// <summary>The counts that are not published.</summary>
    public List<(string Name, double[] Weights)> Hidden { get; } = [];

    /// <summary>The counts by which the program claims that what it tells hides the others.</summary>
    public IEnumerable<long[]> Proofs(int minCellSize)
    {
        List<string> groups = [.. _report["tables"]![0]!["groups"]!.AsArray().Select(group => (string)group!["group"]!)];
        var items = _tables.Select(table => table.Item).Distinct().ToList();
        var scorers = _tables.Select(table => table.Scorer).Distinct().ToList();
        var disclosure = new ReportDisclosure([.. AttackedScores.Tables(_rows, _levels, groups)], minCellSize);
        foreach (var item in items)
        {
            // One response has one human score, whoever scores it: tables of several scorers go together where these are the same.
            var told = scorers.ToDictionary(scorer => scorer, scorer => disclosure.Of(item, $"s{scorer + 1}", null)!.Of(_group)!.Fitting);
            foreach (var (scorer, fitting) in told.SelectMany(one => one.Value.Select(fitting => (one.Key, fitting))))
            {
                var all = (long[])Truth.Clone();
                foreach (var other in scorers)
                {
                    var own = other == scorer ? fitting : told[other].FirstOrDefault(table =>
                        table.Select(row => row.Sum()).SequenceEqual(fitting.Select(row => row.Sum())));
                    Set(all, _tables.IndexOf((item, other)), own ?? fitting);
                }
                yield return all;
            }
        }
        foreach (var scorer in scorers.Where(_ => _isPooled))
        {
            if (disclosure.Of(null, $"s{scorer + 1}", null)!.Of(_group) is { IsJoint: true, Proof: { } proof })
            {
                foreach (var all in Joint(proof, disclosure, scorer))
                {
                    yield return all;
                }
            }
        }
    }

    private IEnumerable<long[]> Joint(TableProof proof, ReportDisclosure disclosure, int scorer)
    {
        List<TableTold> items = [.. disclosure.Items($"s{scorer + 1}", null)];
        foreach (var fitting in proof.Told.Fitting)
        {
            var all = (long[])Truth.Clone();
            var from = 0;
            foreach (var item in items)
            {
                var told = item.Of(_group)!;
                var cells = told.Whole ? TableProof.Whole(item.Counts.Single(counts => counts.Group == _group)).Cells : told.Proof!.Cells;
                foreach (var (at, (human, machine)) in cells.Index())
                {
                    all[Place(_tables.IndexOf((item.Table.ItemId!, scorer)), human, machine)] = fitting[from + at];
                }
                from += cells.Count;
            }
            yield return all;
        }
    }

    private void Set(long[] all, int table, long[][] counts)
    {
        foreach (var (human, machine) in Enumerable.Range(0, _levels).SelectMany(h => Enumerable.Range(0, _levels).Select(m => (h, m))))
        {
            all[Place(table, human, machine)] = counts[human][machine];
        }
    }

    private void Collect()
    {
        // One response has one human score, whoever scores it.
        for (var table = 1; table < _tables.Count; table++)
        {
            var first = _tables.FindIndex(other => other.Item == _tables[table].Item);
            for (var level = 0; level < _levels && first < table; level++)
            {
                var (one, two) = (Weights([table], (h, _) => h == level ? 1 : 0), Weights([first], (h, _) => h == level ? 1 : 0));
                All.Add(("one human score", Bound.Exactly([.. one.Zip(two, (a, b) => a - b)], 0)));
            }
        }
        foreach (var table in _report["tables"]!.AsArray())
        {
            Table(table!);
        }
        foreach (var item in _report["data"]!["items"]!.AsArray())
        {
            Data((string)item!["itemId"]!, item["groups"]!.AsArray().Single(group => (string)group!["group"]! == _group)!);
        }
        foreach (var row in _report["measures"]!.AsArray().Where(row => row!["value"] is not null && (string?)row["over"] != "items"))
        {
            Row(row!);
        }
    }

    private void Table(JsonNode table)
    {
        var (tables, name) = Scope(table);
        var group = table["groups"]!.AsArray().Single(group => (string)group!["group"]! == _group)!;
        Count($"{name} n", group["n"], Weights(tables, (_, _) => 1));
        for (var level = 0; level < _levels; level++)
        {
            Count($"{name} human {level}", group["human"]![level], Weights(tables, (h, _) => h == level ? 1 : 0));
            Count($"{name} machine {level}", group["machine"]![level], Weights(tables, (_, m) => m == level ? 1 : 0));
            for (var machine = 0; machine < _levels; machine++)
            {
                Count($"{name} cell {level},{machine}", group["counts"]![level]![machine], Weights(tables, (h, m) => h == level && m == machine ? 1 : 0));
            }
            if ((double?)group["means"]![level]!["mean"] is { } mean)
            {
                Near($"{name} mean at {level}", Weights(tables, (h, m) => h == level ? m - mean : 0), 0);
            }
        }
    }

    private void Data(string item, JsonNode group)
    {
        int[] tables = [_tables.FindIndex(table => table.Item == item)];
        Count($"{item} n", group["n"], Weights(tables, (_, _) => 1));
        for (var level = 0; level < _levels; level++)
        {
            Count($"{item} level {level}", group["levels"]![level], Weights(tables, (h, _) => h == level ? 1 : 0));
        }
        if ((double?)group["meanHuman"] is { } mean)
        {
            Near($"{item} mean human", Weights(tables, (h, _) => h - mean), 0);
            if ((double?)group["sdHuman"] is { } deviation)
            {
                Near($"{item} sd human", Weights(tables, (h, _) => Math.Pow(h - mean, 2) - (deviation * deviation)), -deviation * deviation);
            }
        }
    }

    /// <summary>A row about the group, about it and another, or about all, whose other groups the reader knows.</summary>
    private void Row(JsonNode row)
    {
        var (measure, contrast) = ((string)row["measure"]!, (string?)row["contrast"]);
        var isHuman = (string)row["scorer"]! == "human";
        if (!isHuman && !((string)row["scorer"]!).StartsWith('s'))
        {
            return;
        }
        var (tables, name) = isHuman ? HumanScope(row) : Scope(row);
        var (value, half) = ((double)row["value"]!, Half(row));
        var from = $"{name} {measure} {row["level"]} {row["basis"]} {row["group"]}{contrast}";
        var groups = (string?)row["group"] is { } only ? [only] : contrast?.Split('-') ?? [.. _rows.Select(one => one.Group).Distinct()];
        if (!groups.Contains(_group) || contrast == "largest")
        {
            return;
        }
        Func<int, int, double>? hits = measure switch
        {
            "accuracy" or "exactAgreement" or "accuracyDifference" => (h, m) => h == m ? 1 : 0,
            "adjacentAgreement" => (h, m) => Math.Abs(h - m) <= 1 ? 1 : 0,
            "meanScore" or "meanScoreGap" => isHuman ? (h, _) => h : (_, m) => m,
            "meanScoreGapChange" => (h, m) => m - h,
            "rmse" => (h, m) => (h - m) * (h - m),
            _ => null,
        };
        if (measure == "rmse")
        {
            (value, half) = (value * value, (2 * value * half) + (half * half));
        }
        var size = (double?)row["nByGroup"]?[_group];
        if (hits is not null && half == 0 && size is { } known && (contrast is not null || groups.Length == 1 || _rows.All(one => groups.Contains(one.Group))))
        {
            // A share or mean of a number that is told is a whole number over it.
            var (others, rest) = (Others(tables, groups, (_, _) => 1), Others(tables, groups, hits));
            var sign = groups[0] == _group ? 1 : -1;
            Whole(from, Weights(tables, hits), contrast is null ? (value * (known + others)) - rest : known * ((sign * value) + (rest / others)));
        }
        else if (hits is not null && contrast is null)
        {
            // Sum of hits less value × n is 0, over all groups that the row is about.
            var (weights, rest) = (Weights(tables, (h, m) => hits(h, m) - value), Others(tables, groups, (h, m) => hits(h, m) - value));
            Between(from, weights, Weights(tables, (_, _) => half), -rest, half * Others(tables, groups, (_, _) => 1));
        }
        else if (hits is not null)
        {
            var other = groups.Single(one => one != _group);
            var sign = groups[0] == _group ? 1 : -1;
            var theirs = Others(tables, [other], hits) / Others(tables, [other], (_, _) => 1);
            var mine = (sign * value) + theirs;
            Between(from, Weights(tables, (h, m) => hits(h, m) - mine), Weights(tables, (_, _) => half), 0, 0);
        }
        else if (measure is "truePositiveRate" or "falsePositiveRate")
        {
            var (level, isCut) = ((int)row["level"]!, (string)row["basis"]! == "cut");
            bool Is(int score) => isCut ? score >= level : score == level;
            double Of(int h, int m) => Is(h) == (measure == "truePositiveRate") ? (Is(m) ? 1 : 0) - value : 0;
            if (groups.Length == 1 && (double?)row["denominators"]?[_group] is { } denominator)
            {
                Whole(from, Weights(tables, (h, m) => Is(h) == (measure == "truePositiveRate") && Is(m) ? 1 : 0), value * denominator);
            }
            else
            {
                Between(from, Weights(tables, Of), Weights(tables, (_, _) => half), -Others(tables, groups, Of), 0);
            }
            foreach (var (named, n) in row["denominators"]?.AsObject().Select(one => (one.Key, (double)one.Value!)) ?? [])
            {
                double Counted(int h, int m) => Is(h) == (measure == "truePositiveRate") ? 1 : 0;
                Near($"{from} denominator {named}", Weights(tables, Counted), n - (named == "all" ? Others(tables, groups, Counted) : 0));
            }
        }
        if (size is { } own)
        {
            Near($"{from} n of the group", Weights(tables, (_, _) => 1), own);
        }
        if ((double?)row["n"] is { } all)
        {
            var counted = measure.EndsWith("Coefficient", StringComparison.Ordinal) ? [.. _rows.Select(one => one.Group).Distinct()] : groups;
            Near($"{from} n", Weights(tables, (_, _) => 1), all - Others(tables, counted, (_, _) => 1));
        }
    }

    /// <summary>Half a unit of the last digit that is told; what is told as it is has all digits of a double.</summary>
    private static double Half(JsonNode row) => ((string?)row["note"])?.Contains("Told to two decimals", StringComparison.Ordinal) == true ? 0.005
        : ((string?)row["note"])?.Contains("Told to one decimal", StringComparison.Ordinal) == true ? 0.05 : 0;

    private void Count(string name, JsonNode? count, double[] weights)
    {
        if (count is null)
        {
            Hidden.Add((name, weights));
        }
        else
        {
            All.Add((name, Bound.Exactly(weights, (long)count)));
        }
    }

    private void Near(string from, double[] weights, double sum) => All.Add((from, Bound.Exactly(weights, sum)));

    /// <summary>A sum of whole numbers, told as a share of them.</summary>
    private void Whole(string from, double[] weights, double sum) => Near(from, weights, Math.Abs(sum - Math.Round(sum)) < 1e-6 ? Math.Round(sum) : sum);

    /// <summary>weights − half·n ≤ sum ≤ weights + half·n, as two bounds.</summary>
    private void Between(string from, double[] weights, double[] half, double sum, double more)
    {
        if (half.All(one => one == 0))
        {
            Near(from, weights, sum);
            return;
        }
        All.Add((from, new Bound([.. weights.Zip(half, (one, two) => one - two)], double.NegativeInfinity, sum + more + Digits)));
        All.Add((from, new Bound([.. weights.Zip(half, (one, two) => one + two)], sum - more - Digits, double.PositiveInfinity)));
    }

    private (IReadOnlyList<int> Tables, string Name) Scope(JsonNode of) =>
        (Tables((string?)of["itemId"], table => $"s{table.Scorer + 1}" == (string)of["scorer"]!), $"{(string?)of["itemId"] ?? "all"} {of["scorer"]}");

    private (IReadOnlyList<int> Tables, string Name) HumanScope(JsonNode of) =>
        (Tables((string?)of["itemId"], table => table.Scorer == 0), $"{(string?)of["itemId"] ?? "all"} human");

    private IReadOnlyList<int> Tables(string? item, Func<(string Item, int Scorer), bool> which) =>
        [.. _tables.Index().Where(table => which(table.Item) && (item is null || table.Item.Item == item)).Select(table => table.Index)];

    private double Others(IReadOnlyList<int> tables, IReadOnlyList<string> groups, Func<int, int, double> weight) => tables.Sum(table =>
        _rows.Where(row => row.Item == _tables[table].Item && row.Group != _group && groups.Contains(row.Group))
            .Sum(row => weight(row.Human, row.Machines[_tables[table].Scorer])));

    private double[] Weights(IReadOnlyList<int> tables, Func<int, int, double> weight)
    {
        var weights = new double[Truth.Length];
        foreach (var table in tables)
        {
            for (var human = 0; human < _levels; human++)
            {
                for (var machine = 0; machine < _levels; machine++)
                {
                    weights[Place(table, human, machine)] = weight(human, machine);
                }
            }
        }
        return weights;
    }

    private int Place(int table, int human, int machine) => (((table * _levels) + human) * _levels) + machine;
}
