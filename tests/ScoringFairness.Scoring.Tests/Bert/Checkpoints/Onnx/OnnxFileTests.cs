using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints.Onnx;

/// <summary>The same model as an ONNX export, and exports that are refused.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private const string Query = "encoder.layer.0.attention.self.query";

    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, float[]> _expected;
    private readonly string _folder;
    private readonly OnnxExport _export;

    public OnnxFileTests()
    {
        _folder = _home.File("tiny");
        TinyCheckpoint.Write(_folder);
        _expected = Load();
        _export = OnnxExport.Of(CheckpointFiles.Tensors(File.ReadAllBytes(Path.Combine(_folder, CheckpointFiles.Weights))));
        File.Delete(Path.Combine(_folder, CheckpointFiles.Weights));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "no graph", "has no graph" },
        { "two graphs", "more than one graph" },
        { "sparse", "sparse tensors" },
        { "twice", "embeddings.LayerNorm.bias stands in it twice" },
        { "one layer twice", $"{Query}.weight stands in it twice" },
        { "one factor of two layers", "is a factor of both" },
        { "a bias of no product", "left over: onnx::MatMul_900" },
        { "negative size", "negative size" },
        { "oversized", "impossible shape" },
        { "too many sizes", "too many of them" },
        { "more than there is", "bytes where F32 [1000000000, 16] needs" },
        { "unknown type", "unknown type 99" },
        { "type that is not read", "embeddings.word_embeddings.weight F64 instead of" },
        { "quantized", "left over: bert.embeddings.word_embeddings.weight_quantized" },
        { "not raw", "otherwise than as raw data" },
        { "elsewhere", "lies in another file" },
        { "no name", "has no name" },
        { "long name", "at most 4,096 are read" },
        { "missing", "missing: bert.embeddings.LayerNorm.bias" },
        { "of the wrong shape", "bert.embeddings.LayerNorm.bias [4, 4] instead of [16]" },
    };

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_export_has_the_weights_of_its_model(bool packed)
    {
        for (var at = 0; at < _export.Initializers.Count; at++) _export.Initializers[at] = _export.Initializers[at] with { IsPacked = packed };
        Write();
        Assert.True(new CheckpointFolder(_folder).HasPooler);
        Assert.Equal(_expected.Where(one => !one.Key.StartsWith("classifier.", StringComparison.Ordinal)), Encoder(Load()));
    }

    [Fact]
    public void An_export_may_lack_the_pooler_and_the_names_may_have_the_prefix()
    {
        _export.Initializers.RemoveAll(one => one.Name.StartsWith("pooler.", StringComparison.Ordinal));
        Change("embeddings.LayerNorm.bias", one => one with { Name = "bert.embeddings.LayerNorm.bias" });
        Write();
        Assert.False(new CheckpointFolder(_folder).HasPooler);
        Assert.Equal(Encoder(_expected).Where(one => !IsPooler(one)), Encoder(Load()).Where(one => !IsPooler(one)));
    }

    [Fact]
    public void Numbers_of_sixteen_bits_are_read_turned_round_as_well()
    {
        for (var at = 0; at < _export.Initializers.Count; at++)
            if (_export.Initializers[at] is { Type: 1 } one)
                _export.Initializers[at] = one with { Type = 10, Raw = new StoredTensor("", "F32", one.Shape, one.Raw!).As("F16").Bytes };
        Write();
        Assert.All(Encoder(Load()).Zip(Encoder(_expected)), pair =>
            Assert.All(pair.First.Value.Zip(pair.Second.Value), value => Assert.Equal(value.Second, value.First, 1e-3f * Math.Abs(value.Second) + 1e-6f)));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_does_not_fit_is_refused(string what, string words)
    {
        Break(what);
        Write();
        var exception = Assert.Throws<CheckpointException>(() => new CheckpointFolder(_folder));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains("model.onnx", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_home.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_wherever_it_ends()
    {
        var whole = _export.ToBytes();
        for (var length = 0; length < whole.Length; length += 1 + whole.Length / 97)
        {
            File.WriteAllBytes(Path.Combine(_folder, "model.onnx"), whole[..length]);
            Assert.Throws<CheckpointException>(() => new CheckpointFolder(_folder));
        }
    }

    [Fact]
    public void Safetensors_go_before_an_export()
    {
        TinyCheckpoint.Write(_folder);
        File.WriteAllText(Path.Combine(_folder, "model.onnx"), "no export");
        Assert.Equal(_expected, Load());
    }

    private void Break(string what)
    {
        const string Norm = "embeddings.LayerNorm.bias", Words = "embeddings.word_embeddings.weight";
        switch (what)
        {
            case "no graph": _export.Graphs = 0; break;
            case "two graphs": _export.Graphs = 2; break;
            case "sparse": _export.Sparse = 1; break;
            case "twice": _export.Initializers.Add(_export.Initializers.Single(one => one.Name == Norm)); break;
            case "one layer twice":
                var factor = _export.Initializers.Single(one => one.Name == "onnx::MatMul_900");
                _export.Initializers.Add(factor with { Name = "other" });
                _export.Nodes.Add(("MatMul", ["x", "other"], "y"));
                _export.Nodes.Add(("Add", ["y", $"{Query}.bias"], "z"));
                break;
            case "one factor of two layers":
                _export.Nodes.Add(("MatMul", ["x", "onnx::MatMul_900"], "y"));
                _export.Nodes.Add(("Add", ["y", "encoder.layer.0.attention.self.key.bias"], "z"));
                break;
            case "a bias of no product": _export.Nodes.RemoveAt(1); break;
            case "negative size": Change(Norm, one => one with { Shape = [-16] }); break;
            case "oversized": Change(Norm, one => one with { Shape = [1L << 40, 1L << 40] }); break;
            case "too many sizes": Change(Norm, one => one with { Shape = [1, 1, 1, 1, 1, 1, 1, 1, 16] }); break;
            case "more than there is": Change(Norm, one => one with { Shape = [1_000_000_000, 16] }); break;
            case "unknown type": Change(Norm, one => one with { Type = 99 }); break;
            case "type that is not read": Change(Words, one => one with { Type = 11, Raw = new byte[2 * one.Raw!.Length] }); break;
            case "quantized":
                Change(Words, one => one with { Name = Words + "_quantized", Type = 2, Raw = new byte[one.Raw!.Length / 4] });
                break;
            case "not raw": Change(Norm, one => one with { Raw = null }); break;
            case "elsewhere": Change(Norm, one => one with { Raw = null, IsElsewhere = true }); break;
            case "no name": Change(Norm, one => one with { Name = "" }); break;
            case "long name": Change(Norm, one => one with { Name = new('n', 5000) }); break;
            case "missing": Change(Norm, _ => null); break;
            case "of the wrong shape": Change(Norm, one => one with { Shape = [4, 4] }); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }
    }

    private void Change(string name, Func<OnnxInitializer, OnnxInitializer?> change)
    {
        var at = _export.Initializers.FindIndex(one => one.Name == name);
        if (change(_export.Initializers[at]) is { } changed) _export.Initializers[at] = changed;
        else _export.Initializers.RemoveAt(at);
    }

    private void Write() => File.WriteAllBytes(Path.Combine(_folder, "model.onnx"), _export.ToBytes());

    private Dictionary<string, float[]> Load()
    {
        using var scope = torch.NewDisposeScope();
        var checkpoint = new CheckpointFolder(_folder);
        using var model = new BertForSequenceClassification(checkpoint.Config, 2, new DropoutMasks(1));
        checkpoint.Load(model, classifier: checkpoint.ClassifierLevels is not null);
        return model.named_parameters().ToDictionary(one => one.name, one => one.parameter.data<float>().ToArray());
    }

    private static IEnumerable<KeyValuePair<string, float[]>> Encoder(Dictionary<string, float[]> weights) =>
        weights.Where(one => !one.Key.StartsWith("classifier.", StringComparison.Ordinal));

    private static bool IsPooler(KeyValuePair<string, float[]> weight) => weight.Key.StartsWith(BertTensors.Pooler, StringComparison.Ordinal);
}
