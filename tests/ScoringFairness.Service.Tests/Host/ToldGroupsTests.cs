using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Which groups may be spoken of, and what of all of them together.</summary>
public sealed class ToldGroupsTests
{
    [Fact]
    public void A_group_of_a_few_is_hidden_and_with_it_what_is_said_of_all()
    {
        var told = new ToldGroups([("male", 120), ("female", 120), ("nonbinary", 1), ("none", 0), (null, 12)], 10);
        Assert.Equal((true, true, false, true, true), (
            told.Contains("male"), told.Contains("female"), told.Contains("nonbinary"), told.Contains("none"), told.Contains(null)));
        Assert.Equal((false, false), (told.AreAll, told.TellTotal));
        Assert.Equal("fewer than 10", told.WordsOf(3, 253));
        Assert.Equal("25", told.WordsOf(25, 253));
        Assert.Equal("25 of 240", new ToldGroups([("male", 120), ("female", 120)], 10).WordsOf(25, 240));
        Assert.Equal("25 of 247", new ToldGroups([("male", 240), ("nonbinary", 1), ("other", 6)], 10).WordsOf(25, 247));
        var silent = new ToldGroups([("male", 120), (null, 3)], 10);
        Assert.Equal((true, false), (silent.TellTotal, silent.Contains(null)));
    }

    [Fact]
    public void Beside_a_total_that_is_known_the_smallest_other_group_is_hidden_too()
    {
        var told = ToldGroups.BesideTotal([("male", 60), ("female", 40), ("other", 5)], 10);
        Assert.Equal((true, false, false), (told.Contains("male"), told.Contains("female"), told.Contains("other")));
        var two = ToldGroups.BesideTotal([("male", 60), ("female", 40), ("other", 5), ("rare", 3)], 10);
        Assert.Equal((true, true), (two.Contains("male"), two.Contains("female")));
        // Two in all can only be one each.
        var each = ToldGroups.BesideTotal([("male", 60), ("female", 40), ("other", 1), ("rare", 1)], 10);
        Assert.Equal((true, false, false, false), (each.Contains("male"), each.Contains("female"), each.Contains("other"), each.Contains("rare")));
        // Where nobody else is there, the total would be the group's.
        Assert.False(ToldGroups.BesideTotal([("other", 5), ("male", 0)], 10).Contains("male"));
        // How few report nothing hides nobody.
        var silent = ToldGroups.BesideTotal([("male", 60), ("female", 40), (null, 5)], 10);
        Assert.Equal((true, true, false), (silent.Contains("male"), silent.Contains("female"), silent.Contains(null)));
    }
}
