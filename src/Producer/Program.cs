using FrameRing.CommandLine;
using FrameRing.Producer.Options;

return ToolRunner.Run(ProducerCommand.Create(), args, "producer");
