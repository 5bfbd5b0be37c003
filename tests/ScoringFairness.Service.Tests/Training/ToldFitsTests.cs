using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Sizes of training runs tell no count of a few students, nor let it be had by subtraction.</summary>
public sealed class ToldFitsTests
{
    [Fact]
    public void A_level_of_a_few_goes_with_a_neighbour()
    {
        // 80 less 21, 39 and 15 is 5.
        var told = ToldFits.Told(Fit(("male", 80, [5, 21, 39, 15]), ("female", 60, [20, 20, 20, 0])), Item(("male", 120), ("female", 90)), 10).Sizes!;
        Assert.Equal([null, 21, 39, null], told.Groups[0].Levels);
        Assert.Equal([20, 20, 20, 0], told.Groups[1].Levels);
        Assert.Equal((100, 40, 70), (told.Training, told.Validation, told.Scored));
        // As an earlier version stored it.
        Assert.Equal([null, 21, 39, null], ToldFits.Told(Fit(("male", 80, [null, 21, 39, 15])), Item(("male", 120)), 10).Sizes!.Groups[0].Levels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void A_group_of_a_few_on_the_item_or_in_the_fit_goes_with_the_totals(int ofItem)
    {
        var told = ToldFits.Told(Fit(("male", 80, [40, 40]), ("nonbinary", 1, [0, 1])), Item(("male", 120), ("nonbinary", ofItem)), 10);
        Assert.Equal((80, null), (told.Sizes!.Groups[0].N, told.Sizes.Groups[1].N));
        Assert.Equal([null, null], told.Sizes.Groups[1].Levels);
        Assert.Equal((null, null, null), (told.Sizes.Training, told.Sizes.Validation, told.Sizes.Scored));
        Assert.NotNull(told.Losses);
    }

    [Fact]
    public void Of_a_fit_without_the_group_the_total_that_was_scored_is_left_out_and_of_a_few_alone_the_loss_is()
    {
        var without = ToldFits.Told(Fit(("male", 80, [40, 40])), Item(("male", 120), ("nonbinary", 1)), 10).Sizes!;
        Assert.Equal((80, null), (without.Groups[0].N, without.Scored));
        Assert.Null(ToldFits.Told(Fit(("nonbinary", 4, [2, 2])), Item(("male", 120), ("nonbinary", 6)), 10).Losses);
        // Of large groups few are in a small fit; together they are told.
        var few = ToldFits.Told(Fit(("male", 8, [4, 4]), ("female", 8, [4, 4])), Item(("male", 120), ("female", 120)), 10);
        Assert.Equal((null, 100, 1), (few.Sizes!.Groups[0].N, few.Sizes.Training, few.Losses!.Count));
    }

    [Fact]
    public void Of_a_matched_split_whose_total_another_split_tells_no_group_is_told_beside_a_hidden_one()
    {
        var fit = Fit(("female", 40, [20, 20]), ("male", 37, [20, 17]), ("nonbinary", 3, [3, 0]));
        var item = Item(("male", 120), ("female", 130), ("nonbinary", 9));
        Assert.Equal([40, 37, null], ToldFits.Told(fit, item, 10).Sizes!.Groups.Select(group => group.N));
        var matched = ToldFits.Told(fit with { Split = TrainingSplit.MixedMatched }, item, 10).Sizes!;
        Assert.All(matched.Groups, group => Assert.Null(group.N));
        Assert.All(matched.Groups.SelectMany(group => group.Levels), Assert.Null);
        Assert.Equal((null, null, null), (matched.Training, matched.Validation, matched.Scored));
    }

    [Fact]
    public void Of_two_hidden_groups_that_together_are_a_few_no_total_is_told()
    {
        var told = ToldFits.Told(
            Fit(("male", 80, [40, 40]), ("agender", 2, [1, 1]), ("nonbinary", 3, [3, 0])), Item(("male", 120), ("agender", 3), ("nonbinary", 5)), 10).Sizes!;
        Assert.Equal((null, null, null), (told.Training, told.Validation, told.Scored));
        Assert.Equal([80, null, null], told.Groups.Select(group => group.N));
    }

    private static AuditedItem Item(params (string Group, long N)[] groups) => new()
    {
        ItemId = "q",
        Scale = new Scale { Min = 0, Max = 3 },
        Groups = [.. groups.Select(group => new AuditedGroup { Group = group.Group, N = group.N, MeanHuman = 1, SdHuman = 1, Levels = [] })],
        NotReported = 0,
        Excluded = [],
    };

    private static Fit Fit(params (string Group, int N, long?[] Levels)[] groups) => new()
    {
        FitNo = 1,
        ItemId = "q",
        Scorer = "linear",
        Split = "mixed",
        Fold = 0,
        Repeat = 0,
        Seed = 1,
        Status = "done",
        Attempt = 1,
        Epochs = 1,
        Fraction = 1,
        TakeOvers = 0,
        Losses = [new EpochLoss(1, 0.5, 0.5, 0.5)],
        Sizes = new FitSizes
        {
            Training = 100,
            Validation = 40,
            Scored = 70,
            Groups = [.. groups.Select(group => new FitGroupSize(group.Group, group.N, group.Levels))],
        },
    };
}
