namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The preparation of an experiment's rows, on rows whose fate is known by hand.</summary>
public sealed class RsmToolInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Flags_zeros_text_and_rare_candidates_are_left_out_in_that_order()
    {
        var rows = Prepare(
            """
            { "predictions_file": "p.csv", "id_column": "id", "human_score_column": "h1", "second_human_score_column": "h2",
              "system_score_column": "m", "subgroups": ["town"], "trim_min": "1", "trim_max": 4, "candidate_column": "who",
              "min_items_per_candidate": 2, "flag_column": { "flag": [0, "ok"], "use": 1 } }
            """,
            """"
            id,who,town,flag,use,h1,h2,m
            1,a,"St. Louis, ""East""",0,1,3,0,2.5
            2,a,,0.0,1.0,2,x,0
            3,a,Ulm-Süd,bad,1,4,4,4
            4,b,Ulm,ok,1,4,3,4
            5,b,Ulm,0,1,0,3,4
            6,b,Ulm,0,1,,3,4
            7,b,Ulm,0,1,3,3,n/a
            8,c,Ulm,0,2,3,3,3
            9,c,  ,ok,1,1,2,9.75
            10,c,Ulm,0,1,1,2,-3
            """").Rows;
        // Of b one row is left, which is one too few.
        Assert.Equal(["3 - 2.5", "2 - 0", "1 2 9.75", "1 2 -3"], rows.Select(row => $"{row.Human} {row.SecondHuman?.ToString() ?? "-"} {row.Scores["raw"]}"));
        Assert.Equal(["St. Louis, \"East\"", "No info", "No info", "Ulm"], rows.Select(row => row.Groups["town"]));
        Assert.Equal([2.5, 0.5002, 4.4998, 0.5002], rows.Select(row => Math.Round(row.Scores["raw_trim"], 12)));
        Assert.Equal([2.0, 1, 4, 1], rows.Select(row => row.Scores["raw_trim_round"]));
    }

    [Fact]
    public void Zeros_stay_where_they_are_not_excluded()
    {
        var rows = Prepare(
            """
            { "predictions_file": "p.csv", "second_human_score_column": "h2", "system_score_column": "m", "trim_min": 0, "trim_max": 4,
              "exclude_zero_scores": false }
            """,
            """
            spkitemid,sc1,h2,m
            1,0,0,1
            """).Rows;
        Assert.Equal((0.0, 0.0), (rows[0].Human, rows[0].SecondHuman));
    }

    [Theory]
    [InlineData("\"raw\"", "scale", 2.0, 2.0)]
    [InlineData("\"asis\"", "scale", null, 2.0)]
    [InlineData("null", "raw", 2.0, null)]
    [InlineData("\"t.csv\"", "scale", 2.0, 3.0)]
    public void Scores_are_scaled_by_what_they_are_scaled_with(string with, string prefix, double? raw, double? scaled)
    {
        // Predictions of mean 1.5 and sd √½ · 1 go to human scores of mean 2 and sd √½ · 2.
        File.WriteAllText(Path.Combine(_folder.FullName, "t.csv"), "prediction,sc1\n1,1\n2,3\n");
        var experiment = Prepare(
            $$"""
            { "predictions_file": "p.csv", "human_score_column": "h1", "system_score_column": "m", "trim_min": 1, "trim_max": 2,
              "trim_tolerance": 0.1, "scale_with": {{with}} }
            """,
            "spkitemid,h1,m\n1,3,2\n");
        var scores = experiment.Rows.Single().Scores;
        Assert.Equal(prefix, experiment.Prefix);
        Assert.Equal((raw, scaled), (Of("raw"), Of("scale")));
        Assert.Equal(Math.Min(2.1, (scaled ?? raw)!.Value), Of($"{prefix}_trim"));

        double? Of(string type) => scores.TryGetValue(type, out var score) ? Math.Round(score, 12) : null;
    }

    private RsmToolCase Prepare(string config, string rows)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "config.json"), config);
        File.WriteAllText(Path.Combine(_folder.FullName, "p.csv"), rows);
        return new RsmToolInput(_folder.FullName).Prepare();
    }
}
