using System.Runtime.InteropServices;
using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Devices;

public sealed class TorchDeviceTests
{
    [Theory]
    [InlineData("cpu", null, "cpu Float32", null)]
    [InlineData("cpu", TorchPrecision.BFloat16, "cpu BFloat16", "Trained and scored with matrix products in bfloat16.")]
    [InlineData("cuda", null, "cuda BFloat16", "Trained and scored on a GPU, with matrix products in bfloat16.")]
    [InlineData("cuda:3", TorchPrecision.Float32, "cuda Float32", "Trained and scored on a GPU, in float32.")]
    public void A_device_is_known_by_its_name_and_tells_what_figures_differ_by(string name, TorchPrecision? precision, string kind, string? note)
    {
        var device = TorchDevice.Parse(name, precision);
        Assert.Equal(kind, device.ToString());
        Assert.Equal(note, device.Note);
        Assert.Equal(name == "cpu", device.SeesMemory);
        Assert.Equal(name.StartsWith("cuda", StringComparison.Ordinal), device.IsGpu);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:x")]
    [InlineData("cpu:0")]
    public void Another_name_is_refused_with_those_that_there_are(string name) =>
        Assert.Contains("cpu, cuda, and cuda:N", Assert.Throws<FormatException>(() => TorchDevice.Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Masks_of_a_device_drop_the_share_asked_for_and_keep_the_expectation()
    {
        const int N = 1_000_003;
        var mask = Draw(new DropoutMasks(7) { Device = TorchDevice.Generic() }, N);
        Assert.Equal([0f, (float)(1 / 0.9)], mask.Distinct().Order());
        // Five standard errors of a share of a million.
        Assert.InRange(mask.Count(x => x == 0) / (double)N, 0.0985, 0.1015);
        Assert.InRange(mask.Zip(mask.Skip(1)).Count(pair => pair is (0, 0)) / (double)N, 0.0092, 0.0108);
    }

    [Fact]
    public void They_come_again_from_the_same_seed_go_on_from_their_number_and_leave_torch_s_own_generator_alone()
    {
        DropoutMasks Masks(ulong seed) => new(seed) { Device = TorchDevice.Generic() };
        var masks = Masks(9);
        var before = torch.Generator.Default.get_state().bytes.ToArray();
        var (first, second) = (Draw(masks, 100), Draw(masks, 100));
        Assert.Equal(before, torch.Generator.Default.get_state().bytes.ToArray());
        Assert.Equal(first, Draw(Masks(9), 100));
        var later = Masks(9);
        later.Drawn = 1;
        Assert.Equal(second, Draw(later, 100));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Draw(Masks(10), 100));
    }

    [Theory]
    [InlineData(
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB.\nException raised from …",
        "batchSize or maxTokens", false)]
    [InlineData("CUDA error: unspecified launch failure\nCUDA kernel errors might be asynchronously reported", "nvidia-smi", true)]
    [InlineData("CUDA is not available.", "nvidia-smi", true)]
    public void What_torch_says_of_a_gpu_becomes_a_failure_of_the_fit(string said, string remedy, bool mayPass)
    {
        foreach (var exception in (Exception[])[new TorchSaid(said), new InvalidOperationException(said)])
        {
            var failure = Assert.Throws<FitException>(() => TorchDevice.Parse("cuda").Run<int>(() => throw exception));
            Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
            Assert.Contains(said.Split('\n')[0].TrimEnd('.'), failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
            Assert.Equal(mayPass, failure.MayPass);
        }
    }

    [Fact]
    public void What_is_not_the_gpu_s_fault_stays_as_it_is()
    {
        Assert.ThrowsAny<ExternalException>(() => TorchDevice.Parse("cuda").Run<int>(() => throw new TorchSaid("shape '[2]' is invalid")));
        Assert.ThrowsAny<ExternalException>(() => TorchDevice.Cpu.Run<int>(() => throw new TorchSaid("CUDA error")));
        Assert.Equal(3, TorchDevice.Parse("cuda").Run(() => 3));
    }

    private static float[] Draw(DropoutMasks masks, int n)
    {
        using var mask = masks.Draw([n], 0.1);
        return mask.data<float>().ToArray();
    }

    /// <summary>An exception as TorchSharp throws it.</summary>
    private sealed class TorchSaid(string message) : ExternalException(message);
}
