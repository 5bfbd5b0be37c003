using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

/// <summary>The same model, stored as other programs and other years stored it.</summary>
public sealed class CheckpointLayoutTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, byte[]> _files;
    private readonly Dictionary<string, float[]> _expected;

    public CheckpointLayoutTests()
    {
        var origin = _home.File("origin");
        TinyCheckpoint.Write(origin);
        _expected = Load(origin);
        _files = Directory.EnumerateFiles(origin).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
    }

    [Fact]
    public void Without_the_prefix_and_without_a_head()
    {
        Change(tensor => tensor.Name.StartsWith("classifier.", StringComparison.Ordinal) ? null : tensor with { Name = tensor.Name["bert.".Length..] });
        Same(0);
    }

    [Fact]
    public void With_the_old_names_of_LayerNorm_the_heads_of_pre_training_and_constants()
    {
        Change(tensor => tensor with
        {
            Name = tensor.Name
                .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
                .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal),
        });
        Add(new("cls.predictions.transform.LayerNorm.gamma", "F32", [16], new byte[64]),
            new("cls.predictions.bias", "F32", [1], new byte[4]),
            new("cls.seq_relationship.weight", "F32", [2, 16], new byte[128]),
            new("bert.embeddings.position_ids", "I64", [1, 40], new byte[320]));
        Same(0);
    }

    [Theory]
    [InlineData("F16", 1e-3f)]
    [InlineData("BF16", 8e-3f)]
    public void In_numbers_of_sixteen_bits(string type, float relative)
    {
        Change(tensor => tensor.As(type));
        Same(relative);
    }

    [Fact]
    public void In_shards()
    {
        CheckpointFiles.Split(_files);
        Same(0);
    }

    [Fact]
    public void With_word_embeddings_that_are_stored_under_the_name_of_the_head_they_are_tied_to()
    {
        Change(tensor => tensor.Name == TensorNames.WordEmbeddings ? tensor with { Name = "cls.predictions.decoder.weight" } : tensor);
        Same(0);
    }

    [Fact]
    public void Without_a_pooler_one_is_drawn_with_the_seed_and_the_fit_says_so()
    {
        Change(tensor => tensor.Name.StartsWith("bert.pooler.", StringComparison.Ordinal) ? null : tensor);
        Assert.False(new CheckpointFolder(Written()).HasPooler);
        var (one, again, other) = (Fit(1), Fit(1), Fit(2));
        Assert.Contains(one.Notes, note => note.Contains("no pooler", StringComparison.Ordinal));
        Assert.Equal(one.CheckpointDigest, again.CheckpointDigest);
        Assert.NotEqual(one.CheckpointDigest, other.CheckpointDigest);

        Change(tensor => tensor.Name == "bert.embeddings.LayerNorm.bias" ? null : tensor);
        Refused("missing: bert.embeddings.LayerNorm.bias");
    }

    [Fact]
    public void Half_a_pooler_is_none()
    {
        Change(tensor => tensor.Name == "bert.pooler.dense.bias" ? null : tensor);
        Refused("missing: bert.pooler.dense.bias");
    }

    [Fact]
    public void Tensors_that_are_left_over_doubled_or_of_a_type_that_is_not_read_are_named()
    {
        Change(tensor => tensor.Name == "bert.pooler.dense.weight" ? tensor.As("F64") : tensor);
        Add(new StoredTensor("bert.adapters.0.weight", "F32", [1], new byte[4]));
        Refused("left over: bert.adapters.0.weight", "bert.pooler.dense.weight F64 instead of F32, F16 and BF16");

        Change(tensor => tensor.Name == "bert.adapters.0.weight" ? tensor with { Name = "embeddings.LayerNorm.gamma" } : tensor);
        Refused("bert.embeddings.LayerNorm.weight is stored twice");
    }

    [Fact]
    public void A_configuration_of_absurd_size_costs_no_memory()
    {
        Configure(config => (config["vocab_size"], config["hidden_size"], config["num_hidden_layers"]) = (10_000_000, 16_384, 256));
        var folder = Written();
        var before = Environment.WorkingSet;
        var exception = Assert.Throws<CheckpointException>(() => new CheckpointFolder(folder));
        Assert.Contains("instead of [10000000, 16384]", exception.Message, StringComparison.Ordinal);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100_000_000);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("a/model.safetensors")]
    [InlineData(".safetensors")]
    [InlineData("model.bin")]
    [InlineData("")]
    public void A_shard_that_lies_elsewhere_is_not_opened(string file)
    {
        CheckpointFiles.Split(_files);
        Index(map => map[map.First().Key] = file);
        Refused("not the name of a safetensors file beside it");
    }

    [Fact]
    public void Shards_and_index_must_agree()
    {
        CheckpointFiles.Split(_files);
        var index = _files["model.safetensors.index.json"];
        Index(map => map["bert.phantom.weight"] = map.First().Value!.DeepClone());
        Refused("bert.phantom.weight is said to lie in");
        _files["model.safetensors.index.json"] = index;
        Index(map => map.Remove(map.First().Key));
        Refused("does not stand in the index");
        _files["model.safetensors.index.json"] = index;
        _files.Remove("model-00002-of-00002.safetensors");
        Refused("model-00002-of-00002.safetensors: the file cannot be read");
        _files["model.safetensors.index.json"] = "{}"u8.ToArray();
        Refused("no weight_map");
    }

    [Fact]
    public void A_pickle_is_refused_by_its_name()
    {
        _files.Remove(CheckpointFiles.Weights);
        Refused("the file is missing");
        _files["pytorch_model.bin"] = [1];
        Refused("pickle");
    }

    [Theory]
    [InlineData("""{ "do_lower_case": false }""", "HÉllo", "HÉllo")]
    [InlineData("""{ "do_lower_case": true }""", "HÉllo", "hello")]
    [InlineData("""{ "do_lower_case": true, "strip_accents": false }""", "HÉllo", "héllo")]
    [InlineData("""{ "do_lower_case": false, "strip_accents": true }""", "HÉllo", "HEllo")]
    [InlineData("""{ "tokenize_chinese_chars": false, "model_max_length": 1000000000000000019884624838656 }""", "博推", "博推")]
    [InlineData("{}", "HÉllo 博推", "hello|博|推")]
    public void The_tokenizer_s_settings_are_followed(string settings, string text, string words)
    {
        _files["tokenizer_config.json"] = Encoding.UTF8.GetBytes(settings);
        Assert.Equal(words, string.Join('|', new CheckpointFolder(Written()).Tokens.Basic.Words(text)));
    }

    [Fact]
    public void A_tokenizer_json_gives_the_vocabulary_where_there_is_no_vocab_txt()
    {
        var entries = new CheckpointFolder(Written()).Tokens.Vocabulary.Entries;
        CheckpointFiles.FoldVocabulary(_files, lowerCase: false);
        var tokens = new CheckpointFolder(Written()).Tokens;
        Assert.Equal(entries, tokens.Vocabulary.Entries);
        Assert.Equal((false, false), (tokens.Basic.LowerCase, tokens.Basic.StripAccents));
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{ "tokenizer_class": "RobertaTokenizer" }""", "RobertaTokenizer")]
    [InlineData("tokenizer_config.json", "[]", "not a JSON object")]
    [InlineData("tokenizer.json", "{", "not JSON")]
    [InlineData("config.json", """{ "model_type": "roberta" }""", "config.json")]
    [InlineData("vocab.txt", "[PAD]\n[UNK]\n", "[CLS] is missing")]
    public void Files_of_another_kind_are_refused(string file, string content, string problem)
    {
        _files[file] = Encoding.UTF8.GetBytes(content);
        Refused(problem);
    }

    [Theory]
    [InlineData("""{ "model": { "type": "BPE", "vocab": {} } }""", "WordPiece")]
    [InlineData("""{ "model": { "type": "WordPiece", "vocab": { "[PAD]": 0, "[UNK]": 0 } } }""", "numbers of its vocabulary")]
    [InlineData("""{ "model": { "type": "WordPiece", "vocab": { "[PAD]": 2000000000 } } }""", "numbers of its vocabulary")]
    [InlineData("""{ "model": { "type": "WordPiece", "vocab": { "[PAD]": 0 } } }""", "[UNK] is missing")]
    public void A_tokenizer_json_of_another_kind_is_refused(string content, string problem)
    {
        _files.Remove("vocab.txt");
        _files["tokenizer.json"] = Encoding.UTF8.GetBytes(content);
        Refused(problem);
    }

    public void Dispose() => _home.Dispose();

    private void Change(Func<StoredTensor, StoredTensor?> change) => CheckpointFiles.Change(_files, change);

    private void Add(params StoredTensor[] tensors) =>
        _files[CheckpointFiles.Weights] = CheckpointFiles.File([.. CheckpointFiles.Tensors(_files[CheckpointFiles.Weights]), .. tensors]);

    private void Configure(Action<JsonNode> change) => Json("config.json", change);

    private void Index(Action<JsonObject> change) => Json("model.safetensors.index.json", index => change(index["weight_map"]!.AsObject()));

    private void Json(string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(_files[file])!;
        change(json);
        _files[file] = Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private void Refused(params string[] problems)
    {
        var refused = Assert.Throws<CheckpointException>(() => new CheckpointFolder(Written()));
        Assert.All(problems, problem => Assert.Contains(problem, refused.Message, StringComparison.Ordinal));
    }

    private void Same(float relative)
    {
        var actual = Load(Written());
        Assert.Equal(_expected.Keys, actual.Keys);
        foreach (var (name, values) in _expected)
            Assert.All(
                values.Zip(actual[name]),
                pair => Assert.True(Math.Abs(pair.First - pair.Second) <= relative * Math.Abs(pair.First) + relative * 1e-4f, name));
    }

    private string Written()
    {
        var folder = Directory.CreateDirectory(_home.File("model")).FullName;
        foreach (var file in Directory.EnumerateFiles(folder)) File.Delete(file);
        foreach (var (name, content) in _files) File.WriteAllBytes(Path.Combine(folder, name), content);
        return folder;
    }

    private ScoringFairness.Scoring.FitResult Fit(long seed) =>
        new BertScorerEngine(new() { Checkpoint = "model:model", ModelRoot = _home.Path, Epochs = 1, MaxTokens = TinyCheckpoint.Positions })
            .Fit(ShortAnswers.Request(20, 5, 5, seed), null, TestContext.Current.CancellationToken);

    private static Dictionary<string, float[]> Load(string folder)
    {
        using var scope = torch.NewDisposeScope();
        var checkpoint = new CheckpointFolder(folder);
        using var model = new BertForSequenceClassification(checkpoint.Config, 2, new DropoutMasks(1));
        checkpoint.Load(model, classifier: false);
        return BertTensors.Of(model).Where(parameter => parameter.Key.StartsWith("bert.", StringComparison.Ordinal))
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.data<float>().ToArray());
    }
}
