using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Devices;

/// <summary>What is refused; that a folder's libraries are used is seen with a build that has none of its own (docs/training.md).</summary>
public sealed class TorchLibrariesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void The_version_is_the_one_that_the_native_library_was_built_for() =>
        Assert.StartsWith(TorchLibraries.Version + ".", torch.__version__, StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_the_libraries_is_refused_and_the_first_that_is_missing_named()
    {
        Assert.Contains("libc10.so", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_root.FullName, "libc10.so"), "");
        Assert.Contains("libtorch_cpu.so", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_libtorch_beside_that_of_the_build_is_refused()
    {
        Assert.True(TorchLibraries.AreBesideTheProgram);
        foreach (var name in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"]) File.WriteAllText(Path.Combine(_root.FullName, name), "");
        Assert.Contains("-p:LibTorch=none", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_without_cuda_is_refused_with_what_to_build()
    {
        TorchLibraries.Check(TorchDevice.Cpu);
        var refusal = Assert.Throws<DeviceException>(() => TorchLibraries.Check(TorchDevice.Parse("cuda"))).Message;
        Assert.Contains("-p:LibTorch=cuda", refusal, StringComparison.Ordinal);
        Assert.Contains("Torch__LibraryFolder", refusal, StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<DeviceException>(() => TorchLibraries.Load(_root.FullName)).Message;
}
