using ScoringFairness.Scoring.Bert.Checkpoints;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

/// <summary>Files with bytes changed, cut away and put in: they are read, or refused with a checkpoint's own exception.</summary>
public sealed class CheckpointFuzzTests : IDisposable
{
    private const int Rounds = 400;

    /// <summary>Where a header has its lengths, names and offsets.</summary>
    private const int Header = 4_000;

    private readonly TemporaryFolder _home = new();

    [Theory]
    [InlineData("config.json", 11)]
    [InlineData("tokenizer_config.json", 12)]
    [InlineData("vocab.txt", 13)]
    [InlineData("tokenizer.json", 14)]
    [InlineData("model.safetensors", 15)]
    [InlineData("model.safetensors.index.json", 16)]
    [InlineData("model.onnx", 17)]
    public void A_damaged_file_is_read_or_refused(string file, int seed)
    {
        var folder = _home.File("tiny");
        TinyCheckpoint.Write(folder);
        var files = Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes);
        if (file == "tokenizer.json") CheckpointFiles.FoldVocabulary(files);
        if (file == "model.safetensors.index.json") CheckpointFiles.Split(files);
        if (file == "model.onnx") Export(files);
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in files) File.WriteAllBytes(Path.Combine(folder, name), content);

        var random = new Random(seed);
        var refused = 0;
        var before = GC.GetTotalAllocatedBytes();
        for (var round = 0; round < Rounds; round++)
        {
            File.WriteAllBytes(Path.Combine(folder, file), Damaged(files[file], random, file == "model.onnx" ? int.MaxValue : Header));
            try
            {
                Assert.NotNull(new CheckpointFolder(folder));
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }
        Assert.True(refused > 0 || file == "tokenizer_config.json", "Nothing was refused.");
        Assert.InRange((GC.GetTotalAllocatedBytes() - before) / Rounds, 0, 5_000_000);
    }

    public void Dispose() => _home.Dispose();

    private static void Export(Dictionary<string, byte[]> files)
    {
        files["model.onnx"] = OnnxExport.Of(CheckpointFiles.Tensors(files[CheckpointFiles.Weights])).ToBytes();
        files.Remove(CheckpointFiles.Weights);
    }

    /// <summary>Changes lie in the first bytes, so many.</summary>
    private static byte[] Damaged(byte[] content, Random random, int within)
    {
        var damaged = content.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && damaged.Count > 0; changes--)
        {
            var at = random.Next(Math.Min(damaged.Count, within));
            switch (random.Next(5))
            {
                case 0: damaged[at] = (byte)random.Next(256); break;
                case 1: damaged[at] = (byte)"0123456789{}[]\",:-.e"[random.Next(20)]; break;
                case 2: damaged.Insert(at, (byte)"0123456789{}[]\",:-.e"[random.Next(20)]); break;
                case 3: damaged.RemoveRange(at, Math.Min(random.Next(1, 30), damaged.Count - at)); break;
                default: damaged.RemoveRange(at, random.Next(8) == 0 ? damaged.Count - at : 1); break;
            }
        }
        return [.. damaged];
    }
}
