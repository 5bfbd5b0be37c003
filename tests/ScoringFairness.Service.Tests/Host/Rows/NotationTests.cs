using System.Globalization;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Tests.Host.Rows;

/// <summary>How times and names are written. What is expected of times was computed by Python's zoneinfo, of names by its csv.</summary>
public sealed class NotationTests
{
    [Theory]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z")]
    [InlineData("2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00Z")]
    [InlineData("2026-03-01 09:30:00.250 -0530", "2026-03-01T15:00:00.25Z")]
    [InlineData("2026/03/01 9:30:00 AM GMT+1", "2026-03-01T08:30:00Z")]
    [InlineData("2026-03-01 09:30:00 UTC", "2026-03-01T09:30:00Z")]
    [InlineData("2026-03-01 09:30", "2026-03-01T08:30:00Z")]
    [InlineData("2026-07-01", "2026-06-30T22:00:00Z")]
    [InlineData("Sunday, 1 March 2026, 9:30 AM", "2026-03-01T08:30:00Z")]
    [InlineData("1 March 2026, 21:30", "2026-03-01T20:30:00Z")]
    [InlineData("13/02/2026 10:00", "2026-02-13T09:00:00Z")]
    [InlineData("02/13/2026 10:00", "2026-02-13T09:00:00Z")]
    [InlineData("02.03.2026 10:00", "2026-03-02T09:00:00Z")]
    [InlineData("05/05/2026 10:00", "2026-05-05T08:00:00Z")]
    // The hour that there is twice is taken as the second.
    [InlineData("2026-10-25 02:30", "2026-10-25T01:30:00Z")]
    public void A_time_is_kept_as_utc(string written, string expected)
    {
        var problem = new TimeNotation(TimeNotation.Zone("Europe/Berlin")!, dayFirst: null).Read(written, out var time);
        Assert.Null(problem);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), time);
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData("02/03/2026 10:00", "two ways")]
    [InlineData("2026-03-29 02:30", "clocks were put forward")]
    [InlineData("yesterday", "is not a time")]
    [InlineData("9:30", "is not a time")]
    [InlineData("2026-02-30 10:00", "is not a time")]
    [InlineData("2026-03-01 10:00 +25:00", "offset")]
    [InlineData("17", "is not a time")]
    public void What_is_no_time_is_told_with_the_remedy(string written, string told)
    {
        var problem = new TimeNotation(TimeNotation.Zone("Europe/Berlin")!, dayFirst: null).Read(written, out _);
        Assert.Contains(told, problem, StringComparison.Ordinal);
        Assert.Contains("2026-03-01T09:30:00Z", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData(" a , , b ", "a|b")]
    [InlineData("\"a, b\",c", "a, b|c")]
    [InlineData("\"say \"\"yes\"\", please\"", "say \"yes\", please")]
    [InlineData("5\" screen,b", "5\" screen|b")]
    [InlineData(null, "")]
    public void Names_with_commas_stand_between_quotation_marks(string? list, string expected) =>
        Assert.Equal(expected, string.Join('|', NameList.Of(list)));
}
