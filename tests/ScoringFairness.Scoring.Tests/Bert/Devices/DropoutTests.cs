using ScoringFairness.Scoring.Bert.Devices;

namespace ScoringFairness.Scoring.Tests.Bert.Devices;

public sealed class DropoutTests
{
    private const double Probability = 0.1;

    [Fact]
    public void A_mask_drops_the_share_asked_for_and_keeps_the_expectation()
    {
        const int N = 1_000_003;
        var mask = Draw(new DropoutMasks(7), N);
        Assert.Equal([0f, (float)(1 / (1 - Probability))], mask.Distinct().Order());
        // Five standard errors of a share of a million.
        Assert.InRange(mask.Count(x => x == 0) / (double)N, Probability - 0.0015, Probability + 0.0015);
    }

    [Fact]
    public void Neighbours_and_masks_are_independent()
    {
        const int N = 400_000;
        var masks = new DropoutMasks(8);
        var (one, other) = (Draw(masks, N), Draw(masks, N));
        foreach (var lag in (int[])[1, 8, 16, 64])
        {
            Assert.InRange(Enumerable.Range(lag, N - lag).Count(at => one[at] == 0 && one[at - lag] == 0) / (double)(N - lag), 0.0092, 0.0108);
        }
        Assert.InRange(one.Zip(other).Count(pair => pair.First == 0 && pair.Second == 0) / (double)N, 0.0092, 0.0108);
    }

    [Fact]
    public void Masks_come_again_from_the_same_seed_and_go_on_from_their_number()
    {
        var masks = new DropoutMasks(9);
        var first = Draw(masks, 100);
        var second = Draw(masks, 100);
        Assert.Equal(first, Draw(new DropoutMasks(9), 100));
        Assert.Equal(second, Draw(new DropoutMasks(9) { Drawn = 1 }, 100));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Draw(new DropoutMasks(10), 100));
    }

    private static float[] Draw(DropoutMasks masks, int n)
    {
        using var mask = masks.Draw([n], Probability);
        return mask.data<float>().ToArray();
    }
}
