using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtExceptionTests
{
    [Theory]
    [InlineData("Load model from m.onnx failed:Fatal error: Foo(1) is not a registered function/op", "Load model from m.onnx failed:Fatal error: Foo(1) is not a registered function/op")]
    [InlineData("Load model from /a/b.onnx failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:181 onnxruntime::Model::Model(onnx::ModelProto&&, const onnxruntime::PathString&, const Logger&) Unsupported model IR version: 99, max supported IR version: 11\n", "Load model from /a/b.onnx failed:Unsupported model IR version: 99, max supported IR version: 11")]
    [InlineData("/onnxruntime_src/onnxruntime/core/providers/cpu/x.cc:39 void onnxruntime::Check(int (*)(bool), T) const [with T = float] false was false. Invalid rank (3)", "false was false. Invalid rank (3)")]
    [InlineData("/onnxruntime_src/onnxruntime/core/x.h:12 Got (2)", "Got (2)")]
    [InlineData("no file at /home/me/onnxruntime/model.onnx:3", "no file at /home/me/onnxruntime/model.onnx:3")]
    public void Messages_are_without_the_runtime_s_own_source(string message, string readable) =>
        Assert.Equal(readable, new OrtException(OrtErrorCode.Fail, message).Message);
}
