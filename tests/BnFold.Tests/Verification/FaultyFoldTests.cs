using BnFold.Onnx;
using BnFold.Tests.Runtime;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Right folds are spoiled in one way each: the judge must refuse each and name the place, whatever is left of it in the output.</summary>
public class FaultyFoldTests
{
    public static TheoryData<string> Names => [.. Faults.All.Keys];

    public static TheoryData<string, string> NetsAndTails => [.. from net in FoldableNets.All.Keys from tail in Vacuous.Tails.Keys select (net, tail)];

    [Theory, MemberData(nameof(Names))]
    public void Refuses_a_faulty_fold_and_names_the_place(string name) => Refuse(Faults.All[name], "nothing");

    [Theory, MemberData(nameof(Names))]
    public void Refuses_it_where_nothing_of_it_is_left_in_the_output(string name)
    {
        var tails = Vacuous.Tails.Keys.Skip(1).ToArray();
        var tail = tails[Faults.All.Keys.Index().Single(pair => pair.Item == name).Index % tails.Length];
        Refuse(Faults.All[name], tail);
    }

    [Theory, MemberData(nameof(NetsAndTails))]
    public void Accepts_the_right_fold(string net, string tail) => Compare(FoldedNet.Of(Build(FoldableNets.All[net], "y", tail))).Agrees();

    [Fact]
    public void Refuses_an_output_that_lost_its_cast()
    {
        var original = FoldableNets.All["float16 conv"]().Node("Cast", "y", "z", ModelBuilder.Int("to", (long)ElementType.Float));
        original.Graph.Output.Add(new ValueInfoProto { Name = "z", Type = new() { TensorType = new() { ElemType = (int)ElementType.Float } } });
        var net = FoldedNet.Of(original);
        Compare(net).Agrees();

        net.Maker("z").OpType = "Identity";
        net.Maker("z").Attribute.Clear();
        net.Graph.Output[0].Type.TensorType.ElemType = (int)ElementType.Float16;

        Assert.Contains("'z'", Assert.Throws<OnnxFormatException>(() => Compare(net)).Message, StringComparison.Ordinal);
    }

    private static void Refuse(Fault fault, string tail)
    {
        var net = FoldedNet.Of(Build(fault.Original, fault.Witness, tail));
        fault.Spoil(net);

        var report = Compare(net).DiffersAt(fault.Witness);

        Assert.Contains(report.Sites, site => site.Value.Name == fault.Witness && !site.Value.Agrees);
    }

    private static ModelBuilder Build(Func<ModelBuilder> make, string witness, string tail)
    {
        var net = make();
        var last = net.Graph.Node[^1].Output[0];
        Assert.Contains(net.Graph.Node, node => node.Output.Contains(witness));
        Vacuous.Tails[tail](net, last);
        var type = tail.Contains("ArgMax", StringComparison.Ordinal) ? ElementType.Int64 : net.Type;
        net.Graph.Output.Add(new ValueInfoProto { Name = "z", Type = new() { TensorType = new() { ElemType = (int)type } } });
        return net;
    }

    private static VerificationReport Compare(FoldedNet net)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("original.onnx"), net.Original.ToByteArray());
        File.WriteAllBytes(folder.File("other.onnx"), net.Model.ToByteArray());
        return Judged.Compare(folder.File("original.onnx"), folder.File("other.onnx"));
    }
}
