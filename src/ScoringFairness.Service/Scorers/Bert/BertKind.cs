using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Bert;

/// <summary>A BERT that is trained here.</summary>
internal sealed class BertKind(
    IOptions<TrainingSettings> training, IOptions<QueueSettings> queue, HubSettings hub, EncodedResponses encodings, TorchDevice device)
    : ScorerKind<BertRequest, BertDesign>(Kind, "trained here")
{
    public const string Kind = "bert";

    private const string Field = "trained", Screening = "screening", Mitigated = "mitigatedBert";
    public const string DefaultCheckpoint = "package:minilm-l6";
    private const string DefaultStudent = "bert-student";
    private const string Scratch = "scratch:";
    private const int ShownOfCommit = 12;

    /// <summary>About as many as English words of essays have, with the space between.</summary>
    private const double CharactersOfAToken = 4.5;

    public override bool PrefersGpu => true;

    public override bool GivesProbabilities => true;

    public override Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation) => Task.FromResult(new FormPart
    {
        Boxes =
        [
            new FormBox(Field, Kind, "BERT, trained here on each training split (mixed, mixedMatched, each group alone)", IsTicked: true),
            new FormBox(
                Field, Screening, "BERT, screening: it reads each response once and is not trained; what is trained on each split is a line on what it read",
                "Quick, for a first answer: seven scores of 2,571 essays took 7 minutes on two cores where BERT as above took 48, and agree with the human "
                + "nearly as well, QWK .695 and .700. It is a scorer of its own, and its gaps need not be those of the one above"),
            .. MitigationBoxes.Of(Mitigated, "BERT"),
        ],
        Inputs =
        [
            new FormInput(
                "checkpoint", "BERT is trained from",
                "package:…: pre-trained, comes with the program; scratch:…: random weights; hf:owner/name: the hub; model:name: a folder under the model "
                + "root. Empty: package:minilm-l6. The screening needs a pre-trained one.")
            {
                Choices = [.. BertDefaults.Checkpoints],
            },
            new FormInput("epochs", "Epochs", "Empty: the default of the checkpoint. Not of the screening, which has none.", IsNumber: true),
        ],
    });

    public override IEnumerable<ScorerRequest> Read(PostedForm form)
    {
        var arms = MitigationBoxes.Read(form, Mitigated);
        var plain = new BertRequest { Checkpoint = form["checkpoint"], Epochs = form.Whole("epochs") };
        return
        [
            .. arms.Count > 0 || form.Has(Field, Kind) ? [plain, .. arms.Select(arm => plain with { Mitigation = arm })] : Array.Empty<BertRequest>(),
            .. form.Has(Field, Screening)
                ? [plain with { Name = $"{Kind}-{Screening}", Mode = TrainingMode.Screening, Epochs = null }]
                : Array.Empty<BertRequest>(),
        ];
    }

    protected override (BertDesign? Design, IReadOnlyList<string> Problems) Design(BertRequest request, IReadOnlyList<string> splits)
    {
        var options = request.Over(Defaults(request.Checkpoint ?? DefaultCheckpoint, request));
        var canTogether = BertDefaults.TrainsTogether(options);
        var isNumber = options.Head == LevelHead.Regression;
        var name = request.MitigatedName(request.Teacher is null ? Kind : DefaultStudent);
        IReadOnlyList<string> problems =
        [
            .. options.Problems(),
            .. request.MitigationProblems(splits),
            .. request.Distillation.Problems(isNumber, options.Mode == TrainingMode.FineTuning, request.Mitigation is not null),
            .. request.Together == true && !canTogether
                ? ["together belongs to mode fineTuning with head regression: leave it out, or ask for that head."]
                : Array.Empty<string>(),
        ];
        return problems.Count > 0
            ? (null, problems)
            : (BertDesign.Of(name, request.MitigatedSplits(splits), options, request.Together ?? canTogether) with
            {
                Mitigation = request.MitigationDesign,
                Distillation = request.Distillation.Design(isNumber),
            }, []);
    }

    protected override BertRequest Again(BertDesign scorer) => base.Again(scorer) with
    {
        Mitigation = scorer.Mitigation?.Arm,
        Strength = scorer.Mitigation?.Strength,
        Teacher = scorer.Distillation?.Teacher,
        Temperature = scorer.Distillation?.Temperature,
        TeacherWeight = scorer.Distillation?.TeacherWeight,
    };

    /// <summary>
    /// A checkpoint that lies here is opened. Where this process trains nothing, its folders need not be those of the workers.
    /// </summary>
    protected override Task CheckAsync(ScorerCheck check, IReadOnlyList<BertDesign> scorers, Refusals errors, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var isElsewhere = training.Value.ModelRoot is not { Length: > 0 }
                && !queue.Value.Serves(QueueSettings.Fits) && !queue.Value.Serves(QueueSettings.GpuFits);
            foreach (var options in scorers.Select(scorer => scorer.Over(Defaults(scorer.Checkpoint, scorer))).Distinct())
            {
                if (!isElsewhere && BertCheck.Problem(options, cancellation) is { } problem)
                {
                    errors.Add("scorers", problem);
                }
            }
        },
        cancellation);

    protected override int Epochs(BertDesign scorer) => ReadsOnce(scorer) ? 1 : scorer.Epochs ?? 1;

    protected override bool ReadsOnce(BertDesign scorer) => scorer.Mode == TrainingMode.Screening;

    /// <summary>A screening reads each response once; what is trained on what it read takes next to nothing.</summary>
    protected override double Cost(BertDesign scorer, double trainedOn, double scored) =>
        ReadsOnce(scorer) ? trainedOn + scored : base.Cost(scorer, trainedOn, scored);

    protected override int Passes(BertDesign scorer) => (Epochs(scorer) + (scorer.PretrainingEpochs ?? 0)) * (scorer.Ensemble ?? 1);

    /// <summary>The size of the network, how much of it is trained, and what it reads.</summary>
    protected override bool IsLike(BertDesign scorer, BertDesign other) =>
        (scorer.Checkpoint, scorer.Layers, scorer.Mode, scorer.FrozenLayers, scorer.MaxTokens, scorer.LongTexts, scorer.Head == LevelHead.Regression)
        == (other.Checkpoint, other.Layers, other.Mode, other.FrozenLayers, other.MaxTokens, other.LongTexts, other.Head == LevelHead.Regression);

    /// <summary>So many tokens, some characters each; of windows as many as there are.</summary>
    protected override double ReadOf(BertDesign scorer, double length) =>
        scorer.MaxTokens is { } tokens && scorer.LongTexts is not LongTexts.Windows ? Math.Min(length, CharactersOfAToken * tokens) : length;

    protected override bool TrainsTogether(BertDesign scorer) => scorer.Together == true;

    /// <summary>A word may be what its checkpoint begins with.</summary>
    protected override bool IsMeant(BertDesign scorer, string word) =>
        base.IsMeant(scorer, word) || scorer.Checkpoint.StartsWith(word, StringComparison.Ordinal);

    /// <summary>A revision of the hub may move while an audit runs: the commit that its first fit found is every fit's.</summary>
    /// <exception cref="CheckpointException">The hub cannot be asked, and the cache does not know.</exception>
    protected override Func<BertDesign, BertDesign>? Pin(BertDesign scorer, CancellationToken cancellation) =>
        scorer.CheckpointCommit is null && HubCheckpoint.Resolve(scorer.Checkpoint, hub, cancellation) is { } commit
            ? stored => stored.CheckpointCommit is null ? stored with { CheckpointCommit = commit } : stored
            : null;

    /// <summary>A GPU is for the queue of its own, whose places share it.</summary>
    protected override IScorerEngine Engine(BertDesign scorer, FitContext context)
    {
        var checkpoint = scorer.CheckpointCommit is { } commit ? HubCheckpoint.At(scorer.Checkpoint, commit) : scorer.Checkpoint;
        var options = scorer.Over(Defaults(checkpoint, scorer)) with
        {
            Device = device.IsGpu && context.Queue != QueueSettings.GpuFits ? TorchDevice.Cpu : device,
        };
        return options.Mode == TrainingMode.Screening ? new ScreeningEngine(options, encodings) : new BertScorerEngine(options, encodings);
    }

    /// <summary>Of an encoder that is not trained, and of the mean of several trainings, no method has been tried.</summary>
    protected override AttributionMark? Attribution(BertDesign scorer) =>
        scorer.Mode == TrainingMode.Screening || scorer.Ensemble > 1
            ? null
            : AttributionGate.Speaker(
                scorer.Checkpoint.StartsWith(Scratch, StringComparison.Ordinal) ? AttributionGate.Scratch : AttributionGate.Pretrained);

    protected override IEnumerable<AuditWarning> Caveats(IReadOnlyList<BertDesign> scorers)
    {
        if (scorers.Where(scorer => scorer.Checkpoint.StartsWith(Scratch, StringComparison.Ordinal)).ToList() is { Count: > 0 } scratch)
        {
            yield return new AuditWarning("scratchWeights", null,
                $"Scorer {Named(scratch, scorer => scorer.Checkpoint)} was trained from random weights, with a vocabulary learnt from the "
                + "training responses: no pretrained language model. A pretrained BERT may be more accurate, and more or less fair.");
        }
        if (scorers.Where(scorer => scorer.Mode == TrainingMode.Screening).ToList() is { Count: > 0 } screened)
        {
            yield return new AuditWarning("screening", null,
                $"Scorer {Named(screened, scorer => scorer.Checkpoint)} was trained in screening mode: the encoder as it is, and "
                + "a regression or a classifier on what it gives. Fine-tuning trains the encoder too and may give other figures.");
        }
    }

    protected override string Origin(BertDesign scorer) =>
        $"{scorer.Checkpoint}{(scorer.Layers is { } layers ? $", first {layers} layers" : "")}"
        + $"{(scorer.CheckpointCommit is { } commit ? $" at {commit[..ShownOfCommit]}" : "")}, "
        + (scorer.Distillation is { } taught ? $"taught by {taught.Teacher}, " : "")
        + (scorer.Mode == TrainingMode.Screening ? "screening (encoder not trained)" : $"{scorer.Epochs} epochs");

    private BertOptions Defaults(string checkpoint, IBertRecipe recipe) =>
        BertDefaults.For(checkpoint, recipe.Mode ?? TrainingMode.FineTuning, recipe.Head) with
        {
            Checkpoint = checkpoint,
            ModelRoot = training.Value.ModelRoot,
            Hub = hub,
            ResumeSeconds = training.Value.ResumeSeconds,
            Threads = queue.Value.ThreadsPerFit,
        };
}
