using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Tests.Reports;

public sealed class ReportCsvTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public void No_name_of_a_client_becomes_a_formula(string name)
    {
        var csv = ReportCsv.Write([new MeasureRow { Measure = "accuracy", Scorer = name, ItemId = name, Group = name, N = 1, Value = -0.5 }]);
        var line = csv[(csv.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        Assert.Contains("'" + name[..2], line, StringComparison.Ordinal);
        Assert.DoesNotContain("," + name, line, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"" + name, line, StringComparison.Ordinal);
        Assert.Contains(",-0.5,", line, StringComparison.Ordinal);
    }
}
